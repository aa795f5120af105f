import type { SessionId } from '../../lambda/session/session-id';
import { expectedKey } from '../../lambda/transcript/expected-place';
import type { BucketKey } from './look/bucket';
import type { ClusterFacts } from './look/clusters';
import type { Deed } from './look/roles';

/** What every task needs that a shell is opened in: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html */
export const CHANNEL_ACTIONS = [
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
] as const;

/** Stands for any session. */
const SESSION = 'ecs-execute-command-00000000000000000' as SessionId;

/** What the role of a task in a cluster has to be allowed, by what it is for. */
export interface NeededDeeds {
  readonly channel: readonly Deed[];
  /** Empty where transcripts are not uploaded. */
  readonly upload: readonly Deed[];
  readonly encryptionCheck: readonly Deed[];
  /** With keys that are named by ARN; a key's own policy may allow it as well. */
  readonly keys: readonly Deed[];
}

const isArn = (text: string): boolean => text.startsWith('arn:');

/** What the tasks of a cluster need. @param bucketKey of the transcript bucket, if it has one */
export const neededDeeds = (
  { arn, bucket, prefix, checksEncryption, keyId }: ClusterFacts,
  transcriptBucket: string,
  bucketKey: BucketKey | null,
): NeededDeeds => {
  const bucketArn = `arn:${arn.split(':')[1] ?? 'aws'}:s3:::${bucket}`;
  const object = `${bucketArn}/${expectedKey(prefix, SESSION)}`;
  return {
    channel: CHANNEL_ACTIONS.map((action) => ({ action, resource: '*' })),
    upload: bucket === null ? [] : [{ action: 's3:PutObject', resource: object }],
    encryptionCheck: checksEncryption
      ? [{ action: 's3:GetEncryptionConfiguration', resource: bucketArn }]
      : [],
    keys: [
      ...(keyId !== null && isArn(keyId) ? [{ action: 'kms:Decrypt', resource: keyId }] : []),
      ...(bucket === transcriptBucket && bucketKey !== null && isArn(bucketKey.id)
        ? [{ action: 'kms:GenerateDataKey', resource: bucketKey.id }]
        : []),
    ],
  };
};

export const allDeeds = ({ channel, upload, encryptionCheck, keys }: NeededDeeds): readonly Deed[] => [
  ...channel,
  ...upload,
  ...encryptionCheck,
  ...keys,
];

/** What the deployed function does with each transcript. @param partition of the ARN, for example `aws` */
export const readingDeed = (bucket: string, prefix: string, partition: string): Deed => ({
  action: 's3:GetObject',
  resource: `arn:${partition}:s3:::${bucket}/${expectedKey(prefix, SESSION)}`,
});
