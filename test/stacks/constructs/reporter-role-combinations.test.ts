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
const parameter = (name: string) => `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/${name}`;
const trailFile = (bucket: string, folder: string) =>
  `arn:aws:s3:::${bucket}/${folder}${ACCOUNT}/CloudTrail/${REGION}/2026/07/31/file.json.gz`;
const OWN_BUCKET = `ecs-exec-evidence-trail-${ACCOUNT}`;

/** What is decided about one thing, and which of the calls below it opens. */
interface Choice {
  readonly options?: Readonly<Record<string, unknown>>;
  readonly variables?: Variables;
  readonly opens: readonly string[];
}

// Of every call that depends on a choice; the others are tried in reporter-role.test.ts.
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
  'check digests': { action: 'cloudtrail:ListPublicKeys', resource: '*' },
  'read a trail there was': { action: 's3:GetObject', resource: trailFile('org-trail', 'AWSLogs/') },
  'read a trail there was, of an organization': {
    action: 's3:GetObject',
    resource: trailFile('org-trail', `audit/AWSLogs/${ORGANIZATION}/`),
  },
  'read our trail': { action: 's3:GetObject', resource: trailFile(OWN_BUCKET, 'AWSLogs/') },
  'read our trail, of an organization': {
    action: 's3:GetObject',
    resource: trailFile(OWN_BUCKET, `AWSLogs/${ORGANIZATION}/`),
  },
  'connect to a network': {
    action: 'ec2:CreateNetworkInterface',
    resource: `arn:aws:ec2:${REGION}:${ACCOUNT}:network-interface/*`,
  },
};

const KEYS: readonly Choice[] = [
  { opens: [] },
  { variables: { kms_key_arns: [KEY] }, opens: ['decrypt what S3 has'] },
];
const QUEUE_KEYS: readonly Choice[] = [
  { opens: [] },
  { variables: { encryption_kms_key_arn: QUEUE_KEY }, opens: ['decrypt messages', 'encrypt messages'] },
];
const CLUSTERS: readonly Choice[] = [
  { opens: ['describe a task of prod', 'describe a task of dev'] },
  { variables: { ecs_cluster_names: ['prod'] }, opens: ['describe a task of prod'] },
];
const TOKENS: readonly Choice[] = [
  { opens: ['read the parameter'] },
  {
    options: { tokenSource: 'secrets-manager' },
    opens: ['read the parameter of the secret', 'read the secret'],
  },
];
const TRAILS: readonly Choice[] = [
  { opens: [] },
  {
    options: { existingCloudTrail: true },
    variables: { cloudtrail_bucket_name: 'org-trail' },
    opens: ['check digests', 'read a trail there was'],
  },
  {
    options: { existingCloudTrail: true },
    variables: {
      cloudtrail_bucket_name: 'org-trail',
      cloudtrail_prefix: 'audit',
      cloudtrail_organization_id: ORGANIZATION,
    },
    opens: ['check digests', 'read a trail there was, of an organization'],
  },
  { options: { cloudTrail: true }, opens: ['check digests', 'read our trail'] },
  {
    options: { cloudTrail: true },
    variables: { cloudtrail_organization_id: ORGANIZATION },
    opens: ['check digests', 'read our trail, of an organization'],
  },
];
const NETWORKS: readonly Choice[] = [
  { opens: [] },
  { options: { vpc: true }, opens: ['connect to a network'] },
];

const combinations = (choices: readonly (readonly Choice[])[]): (readonly Choice[])[] =>
  choices.reduce<(readonly Choice[])[]>(
    (before, each) => before.flatMap((chosen) => each.map((choice) => [...chosen, choice])),
    [[]],
  );

/** The key of the token is of use to the service that keeps the token, and to no other. */
const tokenKeyOf = (options: object, opens: readonly string[]): readonly string[] => {
  if (!opens.includes('decrypt what S3 has')) return [];
  return 'tokenSource' in options ? ['decrypt the secret'] : ['decrypt the parameter'];
};

const STRUCTURES = combinations([TOKENS, TRAILS, NETWORKS]);
const VALUES = combinations([KEYS, QUEUE_KEYS, CLUSTERS]);

describe('the role of the reporter', () => {
  it.each(
    STRUCTURES.map((structure) => [JSON.stringify(structure.map(({ options = {} }) => options)), structure]),
  )(
    'with %s is allowed what the variables open and nothing else, whichever of them are set',
    async (_, structure) => {
      const options = Object.assign({}, ...(structure as readonly Choice[]).map((choice) => choice.options));
      const stack = stackOf(options);
      for (const values of VALUES) {
        const chosen = [...(structure as readonly Choice[]), ...values];
        const variables: Variables = Object.assign({}, ...chosen.map((choice) => choice.variables));
        const opens = chosen.flatMap((choice) => choice.opens);
        const policy = concretePolicy(stack, 'reporter_permissions', variables);
        const answers = await Promise.all(
          Object.entries(CALLS).map(async ([name, call]) => [name, await askAsReporter(policy, call)]),
        );
        const allowed = answers.filter(([, answer]) => answer === 'Allowed').map(([name]) => name);
        expect([variables, allowed.sort()]).toEqual([
          variables,
          [...opens, ...tokenKeyOf(options, opens)].sort(),
        ]);
        const sids = policy.Statement.map(({ Sid }) => Sid);
        expect(new Set(sids).size).toBe(sids.length);
      }
    },
    60_000,
  );
});
