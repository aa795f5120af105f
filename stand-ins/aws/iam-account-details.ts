/** A statement of a policy, as far as this stand-in has them. */
export interface Grant {
  readonly actions: readonly string[];
  readonly resourcePrefix: string;
  /** Where the policy is that says so. */
  readonly through: 'inline' | 'managed' | 'group';
  /** A condition key that has to be right besides; null for none. */
  readonly condition: string | null;
}

/** What a role or user is allowed, by its ARN. */
export type Grants = ReadonlyMap<string, readonly Grant[]>;

const document = (grants: readonly Grant[]): string =>
  encodeURIComponent(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: grants.map(({ actions, resourcePrefix, condition }) => ({
        Effect: 'Allow',
        Action: actions,
        Resource: resourcePrefix.endsWith('*') ? resourcePrefix : `${resourcePrefix}*`,
        ...(condition !== null && { Condition: { Bool: { [condition]: 'true' } } }),
      })),
    }),
  );

const list = (name: string, members: readonly string[]): string =>
  `<${name}>${members.map((member) => `<member>${member}</member>`).join('')}</${name}>`;

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
const pathOf = (arn: string): string => `/${arn.split('/').slice(1, -1).join('/')}/`.replace('//', '/');
const managedArn = (arn: string): string => `arn:aws:iam::111122223333:policy/of-${nameOf(arn)}`;
const groupOf = (arn: string): string => `group-of-${nameOf(arn)}`;
const policyXml = (grants: readonly Grant[]): string =>
  `<PolicyName>own</PolicyName><PolicyDocument>${document(grants)}</PolicyDocument>`;

/** One thing that the answer lists, in the list it belongs into. */
interface Entry {
  readonly list: 'UserDetailList' | 'GroupDetailList' | 'RoleDetailList' | 'Policies';
  readonly xml: string;
}

const entriesOf = (arn: string, grants: readonly Grant[]): readonly Entry[] => {
  const of = (through: Grant['through']) => grants.filter((grant) => grant.through === through);
  const kind = arn.includes(':user/') ? 'User' : 'Role';
  const inline = of('inline').length === 0 ? [] : [policyXml(of('inline'))];
  const attached =
    of('managed').length === 0
      ? []
      : [`<PolicyName>of-${nameOf(arn)}</PolicyName><PolicyArn>${managedArn(arn)}</PolicyArn>`];
  const groups = kind === 'User' ? list('GroupList', of('group').length === 0 ? [] : [groupOf(arn)]) : '';
  const own = `<Path>${pathOf(arn)}</Path><${kind}Name>${nameOf(arn)}</${kind}Name><Arn>${arn}</Arn>${list(`${kind}PolicyList`, inline)}${list('AttachedManagedPolicies', attached)}${groups}`;
  const managed = `<Arn>${managedArn(arn)}</Arn><DefaultVersionId>v2</DefaultVersionId>${list(
    'PolicyVersionList',
    [
      `<Document>${document([])}</Document><VersionId>v1</VersionId><IsDefaultVersion>false</IsDefaultVersion>`,
      `<Document>${document(of('managed'))}</Document><VersionId>v2</VersionId><IsDefaultVersion>true</IsDefaultVersion>`,
    ],
  )}`;
  return [
    { list: `${kind}DetailList`, xml: own },
    ...(attached.length === 0 ? [] : [{ list: 'Policies', xml: managed } as const]),
    ...(of('group').length === 0
      ? []
      : [
          {
            list: 'GroupDetailList',
            xml: `<GroupName>${groupOf(arn)}</GroupName>${list('GroupPolicyList', [policyXml(of('group'))])}`,
          } as const,
        ]),
  ];
};

const LISTS = ['UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies'] as const;

/**
 * One page of everything that IAM knows; null for a page that cannot be asked for.
 *
 * @param most that a page may have: IAM may answer with fewer than it was asked for
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export const accountDetailsXml = (form: URLSearchParams, principals: Grants, most: number): string | null => {
  const asked = Number(form.get('MaxItems') ?? 100);
  const size = Math.min(asked, most);
  const from = Number(form.get('Marker') ?? 0);
  const entries = [...principals].flatMap(([arn, grants]) => entriesOf(arn, grants));
  const isSize = Number.isInteger(asked) && asked >= 1 && asked <= 1000;
  if (!isSize || !Number.isInteger(from) || from < 0 || from > entries.length) return null;
  const page = entries.slice(from, from + size);
  const next = from + size;
  const marker = next < entries.length ? `<Marker>${next}</Marker>` : '';
  const lists = LISTS.map((name) =>
    list(
      name,
      page.filter((entry) => entry.list === name).map(({ xml }) => xml),
    ),
  ).join('');
  return `<GetAccountAuthorizationDetailsResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetAccountAuthorizationDetailsResult><IsTruncated>${marker !== ''}</IsTruncated>${marker}${lists}</GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>`;
};
