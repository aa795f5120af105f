import {
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsCommandOutput,
} from '@aws-sdk/client-iam';
import { isAboutAction, statementsOf } from '../policy-statements';
import type { Clients } from './clients';
import { type Look, look } from './look';

/** The roles and users of the account, and those of them whom a policy may allow an action. */
export interface PrincipalFacts {
  /** How many roles and users were looked at; those that AWS services made for themselves are not among them. */
  readonly looked: number;
  /** Whether there are more. */
  readonly more: boolean;
  /** ARNs of those with a statement that allows the action on something: IAM has to say whether on tasks. */
  readonly candidates: readonly string[];
}

type Page = GetAccountAuthorizationDetailsCommandOutput;

interface Principal {
  readonly arn: string;
  /** Policies of its own, as IAM encodes them. */
  readonly documents: readonly string[];
  /** ARNs of policies, and names of groups. */
  readonly shared: readonly string[];
}

const PER_PAGE = 1000;
/** IAM allows an account some 5000 users, 1000 roles unless raised, and as many policies. */
const MAX_PAGES = 20;

const documentsOf = (
  policies: readonly { readonly PolicyDocument?: string | undefined }[] = [],
): readonly string[] => policies.flatMap(({ PolicyDocument }) => PolicyDocument ?? []);
const arnsOf = (policies: readonly { readonly PolicyArn?: string | undefined }[] = []): readonly string[] =>
  policies.flatMap(({ PolicyArn }) => PolicyArn ?? []);

const principalsOn = ({ UserDetailList = [], RoleDetailList = [] }: Page): readonly Principal[] => [
  ...UserDetailList.map((user) => ({
    arn: user.Arn ?? '',
    documents: documentsOf(user.UserPolicyList),
    shared: [...arnsOf(user.AttachedManagedPolicies), ...(user.GroupList ?? [])],
  })),
  // Nobody can change what a service-linked role may do, and only its service takes it on.
  ...RoleDetailList.filter(({ Path }) => !Path?.startsWith('/aws-service-role/')).map((role) => ({
    arn: role.Arn ?? '',
    documents: documentsOf(role.RolePolicyList),
    shared: arnsOf(role.AttachedManagedPolicies),
  })),
];

/** Policies that several have: by ARN, or, of a group, by its name. */
const sharedOn = ({ GroupDetailList = [], Policies = [] }: Page) => [
  ...GroupDetailList.map((group) => ({
    name: group.GroupName ?? '',
    documents: documentsOf(group.GroupPolicyList),
    shared: arnsOf(group.AttachedManagedPolicies),
  })),
  ...Policies.map(({ Arn = '', PolicyVersionList = [] }) => ({
    name: Arn,
    documents: PolicyVersionList.filter(({ IsDefaultVersion }) => IsDefaultVersion).flatMap(
      ({ Document }) => Document ?? [],
    ),
    shared: [],
  })),
];

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyDetail.html: encoded as in a URL */
const mayAllow = (document: string, action: string): boolean =>
  statementsOf(decodeURIComponent(document)).some(
    (statement) => statement.Effect === 'Allow' && isAboutAction(statement, action),
  );

const candidatesIn = (pages: readonly Page[], action: string): readonly string[] => {
  const allow = (documents: readonly string[]) => documents.some((document) => mayAllow(document, action));
  const shared = pages.flatMap(sharedOn);
  const allowing = new Set(shared.filter(({ documents }) => allow(documents)).map(({ name }) => name));
  for (const group of shared) if (group.shared.some((name) => allowing.has(name))) allowing.add(group.name);
  return pages
    .flatMap(principalsOn)
    .filter((one) => allow(one.documents) || one.shared.some((name) => allowing.has(name)))
    .map(({ arn }) => arn);
};

/** Looks for whom a policy of theirs, of their groups or attached to them may allow an action, in as few calls as IAM has. */
export const lookAtPrincipals = (
  { iam }: Pick<Clients, 'iam'>,
  action: string,
): Promise<Look<PrincipalFacts>> =>
  look('the roles and users of the account', 'iam:GetAccountAuthorizationDetails', async () => {
    const pages: Page[] = [];
    let Marker: string | undefined;
    do {
      const page = await iam.send(new GetAccountAuthorizationDetailsCommand({ Marker, MaxItems: PER_PAGE }));
      pages.push(page);
      Marker = page.IsTruncated ? page.Marker : undefined;
    } while (Marker !== undefined && pages.length < MAX_PAGES);
    return {
      looked: pages.flatMap(principalsOn).length,
      more: Marker !== undefined,
      candidates: candidatesIn(pages, action),
    };
  });
