import { ACCOUNT, concretePolicy, REGION, type Variables } from '../concrete-policy';
import { askAsReporter, type Call } from '../simulation';
import { stackOf } from '../synthesise';

const keyOf = (name: string) =>
  `arn:aws:kms:${REGION}:${ACCOUNT}:key/${name.repeat(8)}-12ab-34cd-56ef-1234567890ab`;
const KEY = keyOf('a');
const QUEUE_KEY = keyOf('b');
const ORGANIZATION = 'o-a1b2c3d4e5';
const via = (service: string) => ({ 'kms:ViaService': `${service}.${REGION}.amazonaws.com` });
const task = (cluster: string) => `arn:aws:ecs:${REGION}:${ACCOUNT}:task/${cluster}/0123456789abcdef`;
const cluster = (name: string) => `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/${name}`;
const QUEUE = `arn:aws:sqs:${REGION}:${ACCOUNT}:ecs-exec-evidence-transcripts`;
const parameter = (name: string) => `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/${name}`;
const logFile = (bucket: string, folder: string) =>
  `arn:aws:s3:::${bucket}/${folder}${ACCOUNT}/CloudTrail/${REGION}/2026/07/31/file.json.gz`;
const OWN_BUCKET = `ecs-exec-evidence-trail-${ACCOUNT}`;

/** One choice in the configuration, and which of the calls below it allows. */
interface Choice {
  readonly options?: Readonly<Record<string, unknown>>;
  readonly variables?: Variables;
  readonly grants: readonly string[];
}

// The calls that depend on a choice; the others are tried in reporter-role.test.ts.
const CALLS: Readonly<Record<string, Call>> = {
  'decrypt what S3 has': { action: 'kms:Decrypt', resource: KEY, context: via('s3') },
  'decrypt the parameter': { action: 'kms:Decrypt', resource: KEY, context: via('ssm') },
  'decrypt the secret': { action: 'kms:Decrypt', resource: KEY, context: via('secretsmanager') },
  'decrypt messages': { action: 'kms:Decrypt', resource: QUEUE_KEY, context: via('sqs') },
  'encrypt messages': { action: 'kms:GenerateDataKey', resource: QUEUE_KEY, context: via('sqs') },
  'describe a task of prod': { action: 'ecs:DescribeTasks', resource: task('prod') },
  'describe a task of dev': { action: 'ecs:DescribeTasks', resource: task('dev') },
  'read the parameter': { action: 'ssm:GetParameter', resource: parameter('kosli_api_token') },
  'read the parameter of the secret': {
    action: 'ssm:GetParameter',
    resource: parameter('aws/reference/secretsmanager/kosli_api_token'),
  },
  'read the secret': {
    action: 'secretsmanager:GetSecretValue',
    resource: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:kosli_api_token-a1B2c3`,
  },
  'verify digests': { action: 'cloudtrail:ListPublicKeys', resource: '*' },
  'read an existing CloudTrail trail': { action: 's3:GetObject', resource: logFile('org-trail', 'AWSLogs/') },
  'read an existing CloudTrail trail of an organization': {
    action: 's3:GetObject',
    resource: logFile('org-trail', `audit/AWSLogs/${ORGANIZATION}/`),
  },
  'read the CloudTrail trail': { action: 's3:GetObject', resource: logFile(OWN_BUCKET, 'AWSLogs/') },
  'read the CloudTrail trail of an organization': {
    action: 's3:GetObject',
    resource: logFile(OWN_BUCKET, `AWSLogs/${ORGANIZATION}/`),
  },
  'queue again': { action: 'sqs:SendMessage', resource: QUEUE },
  'describe the cluster prod': { action: 'ecs:DescribeClusters', resource: cluster('prod') },
  'describe the cluster dev': { action: 'ecs:DescribeClusters', resource: cluster('dev') },
  'find the role of a task': { action: 'ecs:DescribeTaskDefinition', resource: '*' },
  'ask what the role of a task may do': {
    action: 'iam:SimulatePrincipalPolicy',
    resource: `arn:aws:iam::${ACCOUNT}:role/task`,
  },
  'connect to a network': {
    action: 'ec2:CreateNetworkInterface',
    resource: `arn:aws:ec2:${REGION}:${ACCOUNT}:network-interface/*`,
  },
};

const KEYS: readonly Choice[] = [
  { grants: [] },
  { variables: { kms_key_arns: [KEY] }, grants: ['decrypt what S3 has'] },
];
const QUEUE_KEYS: readonly Choice[] = [
  { grants: [] },
  { variables: { encryption_kms_key_arn: QUEUE_KEY }, grants: ['decrypt messages', 'encrypt messages'] },
];
const CLUSTERS: readonly Choice[] = [
  { grants: ['describe a task of prod', 'describe a task of dev'] },
  { variables: { ecs_cluster_names: ['prod'] }, grants: ['describe a task of prod'] },
];
const TOKENS: readonly Choice[] = [
  { grants: ['read the parameter'] },
  {
    options: { tokenSource: 'secrets-manager' },
    grants: ['read the parameter of the secret', 'read the secret'],
  },
];
const CLOUDTRAILS: readonly Choice[] = [
  { grants: [] },
  {
    options: { existingCloudTrail: true },
    variables: { cloudtrail_bucket_name: 'org-trail' },
    grants: ['verify digests', 'read an existing CloudTrail trail'],
  },
  {
    options: { existingCloudTrail: true },
    variables: {
      cloudtrail_bucket_name: 'org-trail',
      cloudtrail_prefix: 'audit',
      cloudtrail_organization_id: ORGANIZATION,
    },
    grants: ['verify digests', 'read an existing CloudTrail trail of an organization'],
  },
  { options: { cloudTrail: true }, grants: ['verify digests', 'read the CloudTrail trail'] },
  {
    options: { cloudTrail: true },
    variables: { cloudtrail_organization_id: ORGANIZATION },
    grants: ['verify digests', 'read the CloudTrail trail of an organization'],
  },
];
const NETWORKS: readonly Choice[] = [
  { grants: [] },
  { options: { vpc: true }, grants: ['connect to a network'] },
];

const RECONCILES: readonly Choice[] = [
  { options: { reconcile: false }, grants: [] },
  { grants: ['queue again', 'find the role of a task', 'ask what the role of a task may do'] },
];

const combinations = (choices: readonly (readonly Choice[])[]): (readonly Choice[])[] =>
  choices.reduce<(readonly Choice[])[]>(
    (before, each) => before.flatMap((chosen) => each.map((choice) => [...chosen, choice])),
    [[]],
  );

/** Only the service that keeps the token may decrypt with the key of the token. */
const tokenKeyOf = (options: object, grants: readonly string[]): readonly string[] => {
  if (!grants.includes('decrypt what S3 has')) return [];
  return 'tokenSource' in options ? ['decrypt the secret'] : ['decrypt the parameter'];
};

/** Where what is missing is looked for, in the clusters whose tasks may be described. */
const clustersOf = (options: object, grants: readonly string[]): readonly string[] =>
  'reconcile' in options
    ? []
    : ['prod', 'dev']
        .filter((name) => grants.includes(`describe a task of ${name}`))
        .map((name) => `describe the cluster ${name}`);

const STRUCTURES = combinations([TOKENS, CLOUDTRAILS, NETWORKS, RECONCILES]);
const VALUES = combinations([KEYS, QUEUE_KEYS, CLUSTERS]);

describe('the role of the reporter', () => {
  it.each(
    STRUCTURES.map((structure) => [JSON.stringify(structure.map(({ options = {} }) => options)), structure]),
  )(
    'with %s is allowed what the variables grant and nothing else, whichever of them are set',
    async (_, structure) => {
      const options = Object.assign({}, ...(structure as readonly Choice[]).map((choice) => choice.options));
      const stack = stackOf(options);
      for (const values of VALUES) {
        const chosen = [...(structure as readonly Choice[]), ...values];
        const variables: Variables = Object.assign({}, ...chosen.map((choice) => choice.variables));
        const grants = chosen.flatMap((choice) => choice.grants);
        const policy = concretePolicy(stack, 'reporter_permissions', variables);
        const answers = await Promise.all(
          Object.entries(CALLS).map(async ([name, call]) => [name, await askAsReporter(policy, call)]),
        );
        const allowed = answers.filter(([, answer]) => answer === 'Allowed').map(([name]) => name);
        expect([variables, allowed.sort()]).toEqual([
          variables,
          [...grants, ...tokenKeyOf(options, grants), ...clustersOf(options, grants)].sort(),
        ]);
        const sids = policy.Statement.map(({ Sid }) => Sid);
        expect(new Set(sids).size).toBe(sids.length);
      }
    },
    60_000,
  );
});
