import { ACCOUNT, concretePolicy, REGION, type Variables } from '../concrete-policy';
import type { Call } from '../simulation';
import { stackOf } from '../synthesise';

// Stacks are synthesised and policies simulated, which takes a second each.

export const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const OTHER_KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/ffffffff-12ab-34cd-56ef-1234567890ab`;
export const CLOUDTRAIL_KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/aaaaaaaa-12ab-34cd-56ef-1234567890ab`;
export const QUEUE_KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/bbbbbbbb-12ab-34cd-56ef-1234567890ab`;
export const ORGANIZATION = 'o-a1b2c3d4e5';

export const EVERYTHING = { tokenSource: 'secrets-manager', existingCloudTrail: true, vpc: true };
export const VARIABLES: Variables = {
  ecs_exec_log_prefix: 'prod/',
  kms_key_arns: [KEY, CLOUDTRAIL_KEY],
  encryption_kms_key_arn: QUEUE_KEY,
  ecs_cluster_names: ['prod'],
  cloudtrail_bucket_name: 'org-trail',
  cloudtrail_prefix: 'audit',
  cloudtrail_organization_id: ORGANIZATION,
};

export const permissions = (options: object = {}, variables: Variables = {}) =>
  concretePolicy(stackOf(options), 'reporter_permissions', variables);

export const queue = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
export const transcript = (bucket: string, key: string) => `arn:aws:s3:::${bucket}/${key}`;
export const task = (cluster: string) => `arn:aws:ecs:${REGION}:${ACCOUNT}:task/${cluster}/0123456789abcdef`;
export const cluster = (name: string) => `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/${name}`;
export const parameter = (name: string) => `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/${name}`;
export const secret = (name: string) => `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}`;
export const logFile = (folder: string) =>
  `arn:aws:s3:::org-trail/${folder}/${REGION}/2026/07/31/file.json.gz`;
export const logStream = (group: string) =>
  `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${group}:log-stream:2026`;
export const LOG = 'ecs-execute-command-0dfcb1f8c2e47585a.log';

/** Each call the function makes, on its own resource and on others. */
export const OWN_AND_NEIGHBOURS: readonly { call: string; own: Call; neighbours: readonly Call[] }[] = [
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
