import type { DataAwsIamPolicyDocumentStatement } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { Token } from 'cdktf';
import { decryptGrants, queueKeyGrant } from './decrypt-grants';
import type { DynamicStatement } from './dynamic-statement';
import { type ReconcilePermissionsProps, reconcilePermissions } from './reconcile-permissions';
import { transcriptKeys } from './transcript-keys';

export interface ReporterPermissionsProps {
  readonly queueArn: string;
  readonly deadLettersArn: string;
  readonly transcriptBucketArn: string;
  /** Empty for the whole bucket. */
  readonly transcriptKeyPrefix: string;
  /** A list of ARNs with a wildcard for the task: of all clusters, or of those given. */
  readonly taskArns: string;
  readonly tokenParameterArn: string;
  readonly tokenSecretArn: string | null;
  /** Null: no CloudTrail trail is configured. */
  readonly cloudTrailBucketArn: string | null;
  /** The folders of its log and digest files, each ending in a slash. */
  readonly cloudTrailKeyPrefixes: readonly string[];
  /** Null: what is missing is not looked for. */
  readonly reconcile: Omit<ReconcilePermissionsProps, 'queueArn'> | null;
  /** A list of the keys that encrypt what the function reads. */
  readonly decryptionKeyArns: string;
  /** The service that keeps the token. */
  readonly tokenService: 'ssm' | 'secretsmanager';
  /** Encrypts the queues; null: SQS encrypts with a key of its own. */
  readonly queueKeyArn: string;
  readonly dnsSuffix: string;
  readonly logGroupArn: string;
  /** Null: outside a VPC. */
  readonly network: {
    /** All of EC2 in the account and region: Lambda accepts nothing narrower. */
    readonly ownArn: string;
    /** The subnets of the region, those shared by another account included. */
    readonly subnetArn: string;
    readonly functionArn: string;
  } | null;
}

export interface ReporterPermissions {
  readonly always: readonly DataAwsIamPolicyDocumentStatement[];
  /** Only if the variable is set that they are about. */
  readonly whenGiven: readonly DynamicStatement[];
}

type Statement = DataAwsIamPolicyDocumentStatement;

const queue = ({ queueArn, deadLettersArn }: ReporterPermissionsProps): Statement[] => [
  {
    // Lambda receives and deletes on behalf of the function; the function changes how long a message waits.
    sid: 'TakeTranscripts',
    actions: [
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ChangeMessageVisibility',
    ],
    resources: [queueArn],
  },
  // What can never be reported is moved there with its reason, rather than after a thousand tries without one.
  { sid: 'PutAside', actions: ['sqs:SendMessage'], resources: [deadLettersArn] },
];

const transcripts = (props: ReporterPermissionsProps): Statement[] => [
  {
    sid: 'ReadTranscripts',
    actions: ['s3:GetObject', 's3:GetObjectVersion'],
    resources: [`${props.transcriptBucketArn}/${transcriptKeys(props.transcriptKeyPrefix)}`],
  },
  {
    // Without it S3 answers 403 instead of 404 for a deleted transcript, and a session whose transcript was removed would
    // look like a missing permission. Without a condition on the prefix, because a GET has none. Keys are only listed to
    // reconcile.
    sid: 'TellDeletedFromForbidden',
    actions: ['s3:ListBucket'],
    resources: [props.transcriptBucketArn],
  },
];

const caller = (): Statement[] => [
  // Neither action supports resources, so neither can be narrowed:
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
  // Parameter Store fetches the secret on behalf of the function.
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

const cloudTrail = ({ cloudTrailBucketArn, cloudTrailKeyPrefixes }: ReporterPermissionsProps): Statement[] =>
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
        // The public keys of the signatures of digests; the action does not support resources.
        { sid: 'CheckDigests', actions: ['cloudtrail:ListPublicKeys'], resources: ['*'] },
      ]
    : [];

const reconcile = ({ reconcile: missing, queueArn }: ReporterPermissionsProps): readonly Statement[] =>
  missing ? reconcilePermissions({ ...missing, queueArn }) : [];

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

// Lambda connects the function to the VPC on behalf of the function, and refuses to if the right to delete an interface names
// less than all of them: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html, which also has the denial.
const network = ({ network: vpc }: ReporterPermissionsProps): Statement[] =>
  vpc
    ? [
        { sid: 'ConnectToVpc', actions: INTERFACE_CALLS, resources: [vpc.ownArn, vpc.subnetArn] },
        // Describing does not support resources.
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

/** What the function calls, and nothing else. */
export const reporterPermissions = (props: ReporterPermissionsProps): ReporterPermissions => ({
  always: [queue, transcripts, caller, service, token, cloudTrail, reconcile, log, network].flatMap(
    (statements) => statements(props),
  ),
  whenGiven: [decryptGrants(props), queueKeyGrant(props)],
});
