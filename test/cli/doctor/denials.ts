import type { Account } from './account';
import { BUCKET } from './names';

/** Everything that can be refused, and the permission that is asked for then. */
export const DENIALS: readonly (readonly [permission: string, deny: (account: Account) => void])[] = [
  ['s3:GetBucketVersioning', ({ s3AndSqs }) => s3AndSqs.deny('s3:GetBucketVersioning')],
  ['s3:GetBucketNotification', ({ s3AndSqs }) => s3AndSqs.deny('s3:GetBucketNotification')],
  ['s3:GetBucketPolicy', ({ s3AndSqs }) => s3AndSqs.deny('s3:GetBucketPolicy')],
  ['s3:GetEncryptionConfiguration', ({ s3AndSqs }) => s3AndSqs.deny('s3:GetEncryptionConfiguration')],
  ['s3:ListBucket', ({ s3AndSqs }) => s3AndSqs.deny('s3:ListBucket')],
  ['s3:GetObject', ({ s3AndSqs }) => s3AndSqs.deny('s3:GetObject')],
  ['sqs:GetQueueAttributes', ({ s3AndSqs }) => s3AndSqs.deny('sqs:GetQueueAttributes')],
  ['ecs:ListClusters', ({ ecs }) => ecs.deny('ListClusters')],
  ['ecs:DescribeClusters', ({ ecs }) => ecs.deny('DescribeClusters')],
  ['ecs:ListServices', ({ ecs }) => ecs.deny('ListServices')],
  ['ecs:DescribeServices', ({ ecs }) => ecs.deny('DescribeServices')],
  ['ecs:DescribeTaskDefinition', ({ ecs }) => ecs.deny('DescribeTaskDefinition')],
  ['iam:SimulatePrincipalPolicy', ({ iam }) => iam.deny('SimulatePrincipalPolicy')],
  ['iam:GetAccountAuthorizationDetails', ({ iam }) => iam.deny('GetAccountAuthorizationDetails')],
  ['ecs:ListTasks', ({ ecs }) => ecs.deny('ListTasks')],
  [
    'ecs:DescribeTasks',
    ({ ecs, run }) => {
      run('migrate');
      ecs.deny('DescribeTasks');
    },
  ],
  ['ssm:GetParameter', ({ ssm }) => ssm.deny('GetParameter')],
  ['ssm:DescribeSessions', ({ ssm }) => ssm.deny('DescribeSessions')],
  ['cloudtrail:DescribeTrails', ({ cloudtrail }) => cloudtrail.deny('DescribeTrails')],
  ['cloudtrail:GetTrailStatus', ({ cloudtrail }) => cloudtrail.deny('GetTrailStatus')],
  ['cloudtrail:GetEventSelectors', ({ cloudtrail }) => cloudtrail.deny('GetEventSelectors')],
  ['cloudtrail:LookupEvents', ({ cloudtrail }) => cloudtrail.deny('LookupEvents')],
  ['cloudwatch:GetMetricStatistics', ({ cloudwatch }) => cloudwatch.deny('GetMetricStatistics')],
  ['lambda:ListEventSourceMappings', ({ lambda }) => lambda.deny('lambda:ListEventSourceMappings')],
  ['events:DescribeRule', ({ events }) => events.deny('DescribeRule')],
  ['events:ListTargetsByRule', ({ events }) => events.deny('ListTargetsByRule')],
  [
    'kms:DescribeKey',
    ({ s3AndSqs, kms }) => {
      s3AndSqs.settings.encryptWith(BUCKET, 'key-of-the-bucket');
      kms.deny('DescribeKey');
    },
  ],
];
