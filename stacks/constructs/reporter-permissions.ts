import type { DataAwsIamPolicyDocumentStatement } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';

/** Keys, and the only services through which they may be used. */
export interface Decryption {
  readonly keyArns: readonly string[];
  /** Such as `s3.eu-central-1.amazonaws.com`. */
  readonly viaServices: readonly string[];
}

export interface ReporterPermissionsProps {
  readonly queueArn: string;
  readonly deadLettersArn: string;
  readonly transcriptBucketArn: string;
  /** Empty for the whole bucket. */
  readonly transcriptKeyPrefix: string;
  /** With a wildcard for the task: all clusters, or those named. */
  readonly taskArns: readonly string[];
  readonly tokenParameterArn: string;
  readonly tokenSecretArn: string | null;
  /** Null: no trail is configured. */
  readonly trailBucketArn: string | null;
  /** Of log and digest files in the trail bucket, each ending in a slash. */
  readonly trailKeyPrefixes: readonly string[];
  readonly decryptions: readonly Decryption[];
  readonly logGroupArn: string;
  /** All of EC2 in the account and region, which is as narrow as Lambda takes it; null outside a VPC. */
  readonly networkArn: string | null;
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
  { sid: 'DescribeTasks', actions: ['ecs:DescribeTasks'], resources: [...taskArns] },
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

const trail = ({ trailBucketArn, trailKeyPrefixes }: ReporterPermissionsProps): Statement[] =>
  trailBucketArn
    ? [
        {
          sid: 'ReadTrail',
          actions: ['s3:GetObject'],
          resources: trailKeyPrefixes.map((prefix) => `${trailBucketArn}/${prefix}*`),
        },
        {
          sid: 'ListTrail',
          actions: ['s3:ListBucket'],
          resources: [trailBucketArn],
          condition: [
            {
              test: 'StringLike',
              variable: 's3:prefix',
              values: trailKeyPrefixes.map((prefix) => `${prefix}*`),
            },
          ],
        },
        // The keys digests are signed with. Public, and without a resource.
        { sid: 'CheckDigests', actions: ['cloudtrail:ListPublicKeys'], resources: ['*'] },
      ]
    : [];

const keys = ({ decryptions }: ReporterPermissionsProps): Statement[] =>
  decryptions.map(({ keyArns, viaServices }, index) => ({
    sid: `Decrypt${index + 1}`,
    actions: ['kms:Decrypt'],
    resources: [...keyArns],
    condition: [{ test: 'StringEquals', variable: 'kms:ViaService', values: [...viaServices] }],
  }));

const log = ({ logGroupArn }: ReporterPermissionsProps): Statement[] => [
  {
    sid: 'WriteLog',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [`${logGroupArn}:*`],
  },
];

// Lambda connects the function to the VPC in the function's name, and does not when its right to delete an interface names
// less than all of them: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
const network = ({ networkArn }: ReporterPermissionsProps): Statement[] =>
  networkArn
    ? [
        {
          sid: 'ConnectToVpc',
          actions: [
            'ec2:CreateNetworkInterface',
            'ec2:DeleteNetworkInterface',
            'ec2:AssignPrivateIpAddresses',
            'ec2:UnassignPrivateIpAddresses',
          ],
          resources: [networkArn],
        },
        // Describing knows no resource.
        {
          sid: 'SeeNetwork',
          actions: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'],
          resources: ['*'],
        },
      ]
    : [];

/** One statement for each outside call the function makes, and none for calls it does not. */
export const reporterPermissions = (props: ReporterPermissionsProps): Statement[] =>
  [queue, transcripts, caller, service, token, trail, keys, log, network].flatMap((statements) =>
    statements(props),
  );
