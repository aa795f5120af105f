import type { DataAwsIamPolicyDocumentStatement } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { Token } from 'cdktf';
import { type DynamicStatement, decryptGrants, queueKeyGrant } from './decrypt-grants';

export interface ReporterPermissionsProps {
  readonly queueArn: string;
  readonly deadLettersArn: string;
  readonly transcriptBucketArn: string;
  /** Empty for the whole bucket. */
  readonly transcriptKeyPrefix: string;
  /** A list with a wildcard for the task: all clusters, or those named. */
  readonly taskArns: string;
  readonly tokenParameterArn: string;
  readonly tokenSecretArn: string | null;
  /** Null: no trail is configured. */
  readonly cloudTrailBucketArn: string | null;
  /** Of log and digest files in the trail bucket, each ending in a slash. */
  readonly cloudTrailKeyPrefixes: readonly string[];
  /** A list of the keys of what the function reads. */
  readonly decryptionKeyArns: string;
  /** The service that keeps the token. */
  readonly tokenService: 'ssm' | 'secretsmanager';
  /** Of the queues; null where SQS has a key of its own. */
  readonly queueKeyArn: string;
  readonly dnsSuffix: string;
  readonly logGroupArn: string;
  /** Null: outside a VPC. */
  readonly network: {
    /** All of EC2 in the account and region, which is as narrow as Lambda takes it. */
    readonly ownArn: string;
    /** The subnets of the region, also those that another account shares. */
    readonly subnetArn: string;
    readonly functionArn: string;
  } | null;
}

export interface ReporterPermissions {
  readonly always: readonly DataAwsIamPolicyDocumentStatement[];
  /** Only where the variable they are about is set. */
  readonly whenGiven: readonly DynamicStatement[];
}

type Statement = DataAwsIamPolicyDocumentStatement;

const queue = ({ queueArn, deadLettersArn }: ReporterPermissionsProps): Statement[] => [
  {
    // Lambda receives and deletes in the function's name; the function changes how long a message waits.
    sid: 'TakeTranscripts',
    actions: [
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ChangeMessageVisibility',
    ],
    resources: [queueArn],
  },
  // What can never become evidence is put aside with its reason, rather than after a thousand tries without one.
  { sid: 'PutAside', actions: ['sqs:SendMessage'], resources: [deadLettersArn] },
];

const transcripts = (props: ReporterPermissionsProps): Statement[] => [
  {
    sid: 'ReadTranscripts',
    actions: ['s3:GetObject', 's3:GetObjectVersion'],
    resources: [`${props.transcriptBucketArn}/${props.transcriptKeyPrefix}*ecs-execute-command-*.log`],
  },
  {
    // Never used to list: without it S3 answers 403 instead of 404 for a deleted transcript, and a session whose
    // transcript was removed would look like a missing permission. No prefix condition, since a GET carries none.
    sid: 'TellDeletedFromForbidden',
    actions: ['s3:ListBucket'],
    resources: [props.transcriptBucketArn],
  },
];

const caller = (): Statement[] => [
  // Neither knows a resource, so neither can be narrowed:
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html, …/list_awssystemsmanager.html
  {
    sid: 'FindCallers',
    actions: ['cloudtrail:LookupEvents', 'ssm:DescribeSessions'],
    resources: ['*'],
  },
];

const service = ({ taskArns }: ReporterPermissionsProps): Statement[] => [
  { sid: 'DescribeTasks', actions: ['ecs:DescribeTasks'], resources: Token.asList(taskArns) },
];

const token = ({ tokenParameterArn, tokenSecretArn }: ReporterPermissionsProps): Statement[] => [
  { sid: 'ReadToken', actions: ['ssm:GetParameter'], resources: [tokenParameterArn] },
  // Parameter Store fetches the secret in the function's name.
  ...(tokenSecretArn
    ? [
        {
          sid: 'ReadTokenSecret',
          actions: ['secretsmanager:GetSecretValue'],
          resources: [tokenSecretArn],
        },
      ]
    : []),
];

const trail = ({ cloudTrailBucketArn, cloudTrailKeyPrefixes }: ReporterPermissionsProps): Statement[] =>
  cloudTrailBucketArn
    ? [
        {
          sid: 'ReadTrail',
          actions: ['s3:GetObject'],
          resources: cloudTrailKeyPrefixes.map((prefix) => `${cloudTrailBucketArn}/${prefix}*`),
        },
        {
          sid: 'ListTrail',
          actions: ['s3:ListBucket'],
          resources: [cloudTrailBucketArn],
          condition: [
            {
              test: 'StringLike',
              variable: 's3:prefix',
              values: cloudTrailKeyPrefixes.map((prefix) => `${prefix}*`),
            },
          ],
        },
        // The keys digests are signed with. Public, and without a resource.
        { sid: 'CheckDigests', actions: ['cloudtrail:ListPublicKeys'], resources: ['*'] },
      ]
    : [];

const log = ({ logGroupArn }: ReporterPermissionsProps): Statement[] => [
  {
    sid: 'WriteLog',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [`${logGroupArn}:*`],
  },
];

const INTERFACE_CALLS = [
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];
const NETWORK_CALLS = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'];

// Lambda connects the function to the VPC in the function's name, and does not when its right to delete an interface names
// less than all of them: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html, which also has the denial.
const network = ({ network: vpc }: ReporterPermissionsProps): Statement[] =>
  vpc
    ? [
        { sid: 'ConnectToVpc', actions: INTERFACE_CALLS, resources: [vpc.ownArn, vpc.subnetArn] },
        // Describing knows no resource.
        { sid: 'SeeNetwork', actions: NETWORK_CALLS, resources: ['*'] },
        {
          sid: 'LeaveNetworkToLambda',
          effect: 'Deny',
          actions: [...INTERFACE_CALLS, ...NETWORK_CALLS, 'ec2:DetachNetworkInterface'],
          resources: ['*'],
          condition: [{ test: 'ArnEquals', variable: 'lambda:SourceFunctionArn', values: [vpc.functionArn] }],
        },
      ]
    : [];

/** One statement for each outside call the function makes, and none for calls it does not. */
export const reporterPermissions = (props: ReporterPermissionsProps): ReporterPermissions => ({
  always: [queue, transcripts, caller, service, token, trail, log, network].flatMap((statements) =>
    statements(props),
  ),
  whenGiven: [decryptGrants(props), queueKeyGrant(props)],
});
