import { isWildcardOnlyAction } from '@cloud-copilot/iam-simulate';
import { ACCOUNT, concretePolicy, REGION, type Variables } from '../concrete-policy';
import { askAsReporter, type Call } from '../simulation';
import { stackOf } from '../synthesise';

const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const OTHER_KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/ffffffff-12ab-34cd-56ef-1234567890ab`;
const CLOUDTRAIL_KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/aaaaaaaa-12ab-34cd-56ef-1234567890ab`;
const QUEUE_KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/bbbbbbbb-12ab-34cd-56ef-1234567890ab`;
const ORGANIZATION = 'o-a1b2c3d4e5';

const EVERYTHING = { tokenSource: 'secrets-manager', existingCloudTrail: true, vpc: true };
const VARIABLES: Variables = {
  ecs_exec_log_prefix: 'prod/',
  kms_key_arns: [KEY, CLOUDTRAIL_KEY],
  encryption_kms_key_arn: QUEUE_KEY,
  ecs_cluster_names: ['prod'],
  cloudtrail_bucket_name: 'org-trail',
  cloudtrail_prefix: 'audit',
  cloudtrail_organization_id: ORGANIZATION,
};

const permissions = (options: object = {}, variables: Variables = {}) =>
  concretePolicy(stackOf(options), 'reporter_permissions', variables);

const queue = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
const transcript = (bucket: string, key: string) => `arn:aws:s3:::${bucket}/${key}`;
const task = (cluster: string) => `arn:aws:ecs:${REGION}:${ACCOUNT}:task/${cluster}/0123456789abcdef`;
const cluster = (name: string) => `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/${name}`;
const parameter = (name: string) => `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/${name}`;
const secret = (name: string) => `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}`;
const logFile = (folder: string) => `arn:aws:s3:::org-trail/${folder}/${REGION}/2026/07/31/file.json.gz`;
const logStream = (group: string) => `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${group}:log-stream:2026`;
const LOG = 'ecs-execute-command-0dfcb1f8c2e47585a.log';

/** Each call the function makes, on its own resource and on others. */
const OWN_AND_NEIGHBOURS: readonly { call: string; own: Call; neighbours: readonly Call[] }[] = [
  ...['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'].map(
    (action) => ({
      call: action,
      own: { action, resource: queue('ecs-exec-evidence-transcripts') },
      neighbours: [
        { action, resource: queue('orders') },
        { action, resource: queue('ecs-exec-evidence-transcripts-dead-letters') },
      ],
    }),
  ),
  {
    call: 'sqs:SendMessage',
    own: { action: 'sqs:SendMessage', resource: queue('ecs-exec-evidence-transcripts-dead-letters') },
    neighbours: [{ action: 'sqs:SendMessage', resource: queue('orders') }],
  },
  {
    call: 'sqs:SendMessage, to queue what is missing',
    own: { action: 'sqs:SendMessage', resource: queue('ecs-exec-evidence-transcripts') },
    neighbours: [{ action: 'sqs:SendMessage', resource: queue('ecs-exec-evidence-transcripts-2') }],
  },
  {
    call: 'ecs:DescribeClusters',
    own: { action: 'ecs:DescribeClusters', resource: cluster('prod') },
    neighbours: [
      { action: 'ecs:DescribeClusters', resource: cluster('dev') },
      { action: 'ecs:DescribeClusters', resource: cluster('prod-2') },
    ],
  },
  {
    call: 'ecs:DescribeTaskDefinition',
    own: { action: 'ecs:DescribeTaskDefinition', resource: '*' },
    neighbours: [],
  },
  {
    call: 'iam:SimulatePrincipalPolicy of a task role',
    own: { action: 'iam:SimulatePrincipalPolicy', resource: `arn:aws:iam::${ACCOUNT}:role/team/task` },
    neighbours: [
      { action: 'iam:SimulatePrincipalPolicy', resource: 'arn:aws:iam::444455556666:role/team/task' },
      { action: 'iam:SimulatePrincipalPolicy', resource: `arn:aws:iam::${ACCOUNT}:user/alice` },
      { action: 'iam:SimulatePrincipalPolicy', resource: `arn:aws:iam::${ACCOUNT}:group/admins` },
    ],
  },
  ...['s3:GetObject', 's3:GetObjectVersion'].map((action) => ({
    call: `${action} of a transcript`,
    own: { action, resource: transcript('exec-logs', `prod/${LOG}`) },
    neighbours: [
      { action, resource: transcript('payroll', `prod/${LOG}`) },
      { action, resource: transcript('exec-logs', `dev/${LOG}`) },
      { action, resource: transcript('exec-logs', 'prod/alice-0d225423a59c47fc5.log') },
    ],
  })),
  {
    call: 's3:ListBucket, to distinguish a deleted transcript from a forbidden one',
    own: { action: 's3:ListBucket', resource: 'arn:aws:s3:::exec-logs' },
    neighbours: [{ action: 's3:ListBucket', resource: 'arn:aws:s3:::payroll' }],
  },
  {
    call: 'ecs:DescribeTasks',
    own: { action: 'ecs:DescribeTasks', resource: task('prod') },
    neighbours: [
      { action: 'ecs:DescribeTasks', resource: task('dev') },
      { action: 'ecs:DescribeTasks', resource: task('prod-2') },
    ],
  },
  {
    call: 'ssm:GetParameter',
    own: { action: 'ssm:GetParameter', resource: parameter('aws/reference/secretsmanager/kosli_api_token') },
    neighbours: [
      { action: 'ssm:GetParameter', resource: parameter('aws/reference/secretsmanager/database') },
      { action: 'ssm:GetParameter', resource: parameter('kosli_api_token') },
    ],
  },
  {
    call: 'secretsmanager:GetSecretValue, by Parameter Store on its behalf',
    own: { action: 'secretsmanager:GetSecretValue', resource: secret('kosli_api_token-a1B2c3') },
    neighbours: [
      { action: 'secretsmanager:GetSecretValue', resource: secret('database-a1B2c3') },
      { action: 'secretsmanager:GetSecretValue', resource: secret('kosli_api_token-of-others-a1B2c3') },
    ],
  },
  {
    call: 'cloudtrail:LookupEvents',
    own: { action: 'cloudtrail:LookupEvents', resource: '*' },
    neighbours: [],
  },
  { call: 'ssm:DescribeSessions', own: { action: 'ssm:DescribeSessions', resource: '*' }, neighbours: [] },
  {
    call: 'cloudtrail:ListPublicKeys',
    own: { action: 'cloudtrail:ListPublicKeys', resource: '*' },
    neighbours: [],
  },
  ...['CloudTrail', 'CloudTrail-Digest'].map((kind) => ({
    call: `s3:GetObject of a ${kind} file`,
    own: { action: 's3:GetObject', resource: logFile(`audit/AWSLogs/${ORGANIZATION}/${ACCOUNT}/${kind}`) },
    neighbours: [
      { action: 's3:GetObject', resource: logFile(`audit/AWSLogs/${ORGANIZATION}/444455556666/${kind}`) },
      { action: 's3:GetObject', resource: logFile(`audit/AWSLogs/${ACCOUNT}/${kind}`) },
      { action: 's3:GetObject', resource: logFile(`audit/AWSLogs/${ORGANIZATION}/${ACCOUNT}/Config`) },
    ],
  })),
  {
    call: 's3:ListBucket of the bucket of the CloudTrail trail',
    own: {
      action: 's3:ListBucket',
      resource: 'arn:aws:s3:::org-trail',
      context: { 's3:prefix': `audit/AWSLogs/${ORGANIZATION}/${ACCOUNT}/CloudTrail/${REGION}/2026/07/31/` },
    },
    neighbours: [
      { action: 's3:ListBucket', resource: 'arn:aws:s3:::org-trail' },
      {
        action: 's3:ListBucket',
        resource: 'arn:aws:s3:::org-trail',
        context: { 's3:prefix': `audit/AWSLogs/${ORGANIZATION}/444455556666/CloudTrail/` },
      },
    ],
  },
  {
    call: 'kms:Decrypt of a transcript',
    own: {
      action: 'kms:Decrypt',
      resource: KEY,
      context: { 'kms:ViaService': `s3.${REGION}.amazonaws.com` },
    },
    neighbours: [
      { action: 'kms:Decrypt', resource: KEY },
      { action: 'kms:Decrypt', resource: KEY, context: { 'kms:ViaService': `rds.${REGION}.amazonaws.com` } },
      {
        action: 'kms:Decrypt',
        resource: OTHER_KEY,
        context: { 'kms:ViaService': `s3.${REGION}.amazonaws.com` },
      },
    ],
  },
  {
    call: 'kms:Decrypt of the files of the CloudTrail trail, in the region of its bucket',
    own: {
      action: 'kms:Decrypt',
      resource: CLOUDTRAIL_KEY,
      context: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' },
    },
    neighbours: [
      {
        action: 'kms:Decrypt',
        resource: CLOUDTRAIL_KEY,
        context: { 'kms:ViaService': `s3.${REGION}.amazonaws.com` },
      },
    ],
  },
  ...['kms:Decrypt', 'kms:GenerateDataKey'].map((action) => ({
    call: `${action} of messages`,
    own: { action, resource: QUEUE_KEY, context: { 'kms:ViaService': `sqs.${REGION}.amazonaws.com` } },
    neighbours: [
      { action, resource: QUEUE_KEY },
      { action, resource: QUEUE_KEY, context: { 'kms:ViaService': `s3.${REGION}.amazonaws.com` } },
      { action, resource: OTHER_KEY, context: { 'kms:ViaService': `sqs.${REGION}.amazonaws.com` } },
    ],
  })),
  ...['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({
    call: action,
    own: { action, resource: logStream('/aws/lambda/ecs-exec-evidence-reporter') },
    neighbours: [
      { action, resource: logStream('/aws/lambda/payroll') },
      { action, resource: logStream('/aws/lambda/ecs-exec-evidence-reporter-2') },
    ],
  })),
  {
    call: 'ec2:CreateNetworkInterface in a subnet another account shares, by Lambda on its behalf',
    own: {
      action: 'ec2:CreateNetworkInterface',
      resource: `arn:aws:ec2:${REGION}:444455556666:subnet/subnet-0a1b2c3d`,
    },
    neighbours: [
      {
        action: 'ec2:CreateNetworkInterface',
        resource: `arn:aws:ec2:us-east-1:444455556666:subnet/subnet-0a1b2c3d`,
      },
      {
        action: 'ec2:CreateNetworkInterface',
        resource: `arn:aws:ec2:${REGION}:444455556666:security-group/sg-0a1b2c3d`,
      },
    ],
  },
  {
    call: 'ec2:DeleteNetworkInterface, by Lambda on its behalf',
    own: {
      action: 'ec2:DeleteNetworkInterface',
      resource: `arn:aws:ec2:${REGION}:${ACCOUNT}:network-interface/eni-0a1b2c3d`,
    },
    neighbours: [
      {
        action: 'ec2:DeleteNetworkInterface',
        resource: `arn:aws:ec2:us-east-1:${ACCOUNT}:network-interface/eni-0a1b2c3d`,
      },
    ],
  },
];

describe('the role of the reporter', () => {
  const everything = permissions(EVERYTHING, VARIABLES);

  it.each(OWN_AND_NEIGHBOURS)(
    'may $call on its own resource and on no other',
    async ({ own, neighbours }) => {
      expect(await askAsReporter(everything, own)).toBe('Allowed');
      for (const neighbour of neighbours) {
        expect([neighbour, await askAsReporter(everything, neighbour)]).toEqual([
          neighbour,
          'ImplicitlyDenied',
        ]);
      }
    },
  );

  it('is allowed nothing but the calls tried here', () => {
    const tried = new Set(OWN_AND_NEIGHBOURS.map(({ own }) => own.action));
    const network = [
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
    ];
    const allowed = everything.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(
      ({ Action }) => Action,
    );
    expect(allowed.filter((action) => !tried.has(action) && !network.includes(action))).toEqual([]);
  });

  it('has * as a resource only for actions that do not support resources', async () => {
    for (const { Action, Resource, Effect } of everything.Statement) {
      if (!Resource.includes('*') || Effect === 'Deny') continue;
      for (const action of Action) {
        const [service = '', name = ''] = action.split(':');
        expect([action, await isWildcardOnlyAction(service, name)]).toEqual([action, true]);
      }
    }
  });

  it('has no permission that needs an option or variable which is not set', () => {
    const actions = permissions({ reconcile: false }).Statement.flatMap(({ Action }) => Action);
    const needed =
      /^(kms|ec2|secretsmanager|iam):|ListPublicKeys|GetObject$|DescribeClusters|TaskDefinition|SendMessage/;
    expect(actions.filter((action) => needed.test(action))).toEqual(['sqs:SendMessage', 's3:GetObject']);
  });

  it('sends to its own queue, to queue what is missing, only where it looks for that', async () => {
    const resource = queue('ecs-exec-evidence-transcripts');
    const send = (options: object) =>
      askAsReporter(permissions(options), { action: 'sqs:SendMessage', resource });
    expect(await send({ reconcile: 'rate(2 hours)' })).toBe('Allowed');
    expect(await send({ reconcile: false, liveSessions: true })).toBe('ImplicitlyDenied');
  });

  it('is the role that deployments have where nothing was added to it', () => {
    const sids = (options: object) => permissions(options).Statement.map(({ Sid }) => Sid);
    const deployed = [
      'TakeTranscripts',
      'PutAside',
      'ReadTranscripts',
      'TellDeletedFromForbidden',
      'FindCallers',
      'DescribeTasks',
      'ReadToken',
      'WriteLog',
    ];
    expect(sids({ reconcile: false })).toEqual(deployed);
    expect(sids({ reconcile: false, liveSessions: true })).toEqual(deployed);
    expect(sids({}).filter((sid) => !deployed.includes(sid))).toEqual([
      'QueueAgain',
      'DescribeClusters',
      'FindTaskRoles',
      'AskWhatTasksMayDo',
    ]);
  });

  it.each([
    ['kosli_api_token', 'kosli_api_token'],
    ['/kosli/api_token', 'kosli/api_token'],
  ])('may read the parameter %s and no other', async (name, path) => {
    const policy = permissions({}, { kosli_api_token_ssm_parameter_name: name });
    const read = (resource: string) => askAsReporter(policy, { action: 'ssm:GetParameter', resource });
    expect(await read(parameter(path))).toBe('Allowed');
    expect(await read(parameter(`${path}_of_others`))).toBe('ImplicitlyDenied');
  });

  it('describes tasks of every cluster of its own account and region when no clusters are named', async () => {
    const describe = (resource: string) =>
      askAsReporter(permissions(), { action: 'ecs:DescribeTasks', resource });
    expect(await describe(task('any'))).toBe('Allowed');
    expect(await describe(task('any').replace(ACCOUNT, '444455556666'))).toBe('ImplicitlyDenied');
    expect(await describe(task('any').replace(REGION, 'us-east-1'))).toBe('ImplicitlyDenied');
  });

  it('reads the files of a CloudTrail trail of one account where CloudTrail puts them', async () => {
    const policy = permissions({ existingCloudTrail: true }, { cloudtrail_bucket_name: 'org-trail' });
    const read = (folder: string) =>
      askAsReporter(policy, { action: 's3:GetObject', resource: logFile(folder) });
    expect(await read(`AWSLogs/${ACCOUNT}/CloudTrail`)).toBe('Allowed');
    expect(await read('AWSLogs/444455556666/CloudTrail')).toBe('ImplicitlyDenied');
  });

  it('is assumed by Lambda and by nobody else', () => {
    expect(concretePolicy(stackOf({}), 'reporter_trust').Statement).toEqual([
      expect.objectContaining({
        Effect: 'Allow',
        Action: ['sts:AssumeRole'],
        Principal: { Service: ['lambda.amazonaws.com'] },
      }),
    ]);
  });
});
