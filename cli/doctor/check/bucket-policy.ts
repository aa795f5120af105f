import { type Finding, findingKinds } from '../finding';
import { listed } from '../listed';
import type { Facts } from '../look/facts';
import { type Deed, isAllowed } from '../look/roles';
import { isAboutAction, isAboutPrincipal, isAboutResource, type Statement } from '../policy-statements';
import { readingDeed } from '../role-deeds';
import { shellsIn } from '../shells';
import { shortArn } from '../short-arn';
import { unseenOf } from './unseen';

export const BUCKET_POLICY = findingKinds('bucket policy', {
  'policy-harmless': ['ok', 'denies nobody here the upload or the reading of transcripts outright'],
  'policy-denies': [
    'error',
    'its statement {statement} denies {roles} {action} on {resource}: no transcript will {happen}',
    'leave {roles} out of that statement',
  ],
  'policy-unclear': [
    'note',
    'its statement {statement} denies {action} on {resource} under a condition ({condition}), and whether it holds was not found out',
    'see whether {roles} can meet it',
  ],
  'reading-denied': [
    'error',
    'the role of the function, {role}, may not {action} on {resource}: no transcript will be reported',
    'terraform apply in the folder of the stack; see whether a permissions boundary or an SCP denies it',
  ],
});

/** Somebody, and what has to be possible. */
interface Need {
  readonly role: string;
  readonly deed: Deed;
}

const uploadsOf = ({ clusters, taskRoles, plan }: Facts): readonly Need[] =>
  'unseen' in clusters
    ? []
    : clusters.seen
        .filter(({ bucket }) => bucket === plan.bucket)
        .flatMap((cluster) =>
          shellsIn(cluster).flatMap(({ taskDefinition, role: own }) => {
            const looked = taskRoles.get(taskDefinition);
            const role = own ?? (looked !== undefined && 'seen' in looked ? looked.seen : null);
            const { resource } = readingDeed(plan.bucket, cluster.prefix, cluster.arn.split(':')[1] ?? 'aws');
            return role === null ? [] : [{ role, deed: { action: 's3:PutObject', resource } }];
          }),
        );

const readingOf = ({ plan }: Facts): readonly Need[] => {
  const role = plan.deployed?.configuration.Role;
  return role === undefined
    ? []
    : [{ role, deed: readingDeed(plan.bucket, plan.prefix, role.split(':')[1] ?? 'aws') }];
};

/** Met by whoever speaks TLS, as ECS Exec and the function do. */
const OF_TLS = /^(aws:securetransport|s3:tlsversion)$/i;

const conditionOf = ({ Condition, NotPrincipal }: Statement): string =>
  [
    ...Object.values(Condition).flatMap((test) => Object.keys(test)),
    ...(NotPrincipal === undefined ? [] : ['everyone but some']),
  ].join(', ');

const isOfTls = ({ Condition }: Statement): boolean =>
  Object.values(Condition).some((test) => Object.keys(test).some((key) => OF_TLS.test(key)));

const findingsOf = (statement: Statement, needs: readonly Need[], bucket: string): readonly Finding[] => {
  const hit = needs.filter(
    ({ role, deed }) =>
      isAboutAction(statement, deed.action) &&
      isAboutResource(statement, deed.resource) &&
      isAboutPrincipal(statement, role),
  );
  const [first] = hit;
  if (first === undefined || isOfTls(statement)) return [];
  const { action, resource } = first.deed;
  const condition = conditionOf(statement);
  const values = {
    statement: statement.Sid || 'without a Sid',
    roles: listed([...new Set(hit.map(({ role }) => shortArn(role)))], 3),
    action,
    resource,
  };
  return [
    condition === ''
      ? BUCKET_POLICY.tell('policy-denies', bucket, {
          ...values,
          happen: action === 's3:PutObject' ? 'arrive' : 'be reported',
        })
      : BUCKET_POLICY.tell('policy-unclear', bucket, { ...values, condition }),
  ];
};

const readingDenied = ({ roles }: Facts, needs: readonly Need[]): readonly Finding[] =>
  needs.flatMap(({ role, deed }) =>
    isAllowed(roles.get(role), deed) === false
      ? [BUCKET_POLICY.tell('reading-denied', shortArn(role), { role, ...deed })]
      : [],
  );

/** Whether the policy of the bucket denies tasks their upload, or the function its reading, which IAM's simulator does not know for roles. */
export const checkBucketPolicy = (facts: Facts): readonly Finding[] => {
  const { bucket, plan } = facts;
  if (bucket.settings === null) return [];
  const { policy } = bucket.settings;
  const reading = readingOf(facts);
  const denied = readingDenied(facts, reading);
  if ('unseen' in policy) return [...denied, ...unseenOf(BUCKET_POLICY.about, plan.bucket, policy)];
  const statements = policy.seen.filter(({ Effect }) => Effect === 'Deny');
  const found = statements.flatMap((statement) =>
    [uploadsOf(facts), reading].flatMap((needs) => findingsOf(statement, needs, plan.bucket)),
  );
  const isHarmless = found.every(({ id }) => id !== 'policy-denies');
  return [...denied, ...found, ...(isHarmless ? [BUCKET_POLICY.tell('policy-harmless', plan.bucket)] : [])];
};
