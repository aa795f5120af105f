import {
  GetBucketEncryptionCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  type NotificationConfiguration,
} from '@aws-sdk/client-s3';
import { type Statement, statementsOf } from '../policy-statements';
import type { Clients } from './clients';
import type { KeyOracle, KeyState } from './keys';
import { type Look, look, unlessMissing } from './look';

/** One notification of a bucket. */
export interface BucketNotification {
  readonly id: string;
  /** Of the queue, topic or function that is notified. */
  readonly target: string;
  /** What a key must begin with. */
  readonly prefix: string;
}

/** The notification configuration of a bucket, all of which a deployment replaces. */
export interface BucketNotifications {
  readonly notifications: readonly BucketNotification[];
  readonly eventBridge: boolean;
}

/** The key a bucket encrypts with by itself. */
export interface BucketKey {
  readonly id: string;
  readonly state: Look<KeyState>;
}

/** What is there of a bucket that exists. */
export interface BucketSettings {
  /** `never` where it was never turned on. */
  readonly versioning: Look<string>;
  readonly readable: Look<true>;
  readonly notifications: Look<BucketNotifications>;
  /** Null where S3 or AWS keeps the key. */
  readonly key: Look<BucketKey | null>;
  /** The statements of its policy; none where it has no policy. */
  readonly policy: Look<readonly Statement[]>;
}

/** A bucket as it was found. */
export interface BucketFacts {
  /** Its region; null where there is no such bucket. */
  readonly region: Look<string | null>;
  /** Null where there is none. */
  readonly settings: BucketSettings | null;
}

const notificationsOf = (configuration: NotificationConfiguration): BucketNotifications => {
  const {
    QueueConfigurations: queues = [],
    TopicConfigurations: topics = [],
    LambdaFunctionConfigurations: functions = [],
  } = configuration;
  const all = [
    ...queues.map((one) => ({ ...one, target: one.QueueArn })),
    ...topics.map((one) => ({ ...one, target: one.TopicArn })),
    ...functions.map((one) => ({ ...one, target: one.LambdaFunctionArn })),
  ];
  return {
    eventBridge: configuration.EventBridgeConfiguration !== undefined,
    notifications: all.map(({ Id = '', target = '', Filter }) => ({
      id: Id,
      target,
      prefix: Filter?.Key?.FilterRules?.find(({ Name }) => Name?.toLowerCase() === 'prefix')?.Value ?? '',
    })),
  };
};

const lookAtSettings = async (
  { s3 }: Pick<Clients, 's3'>,
  Bucket: string,
  prefix: string,
  keys: KeyOracle,
): Promise<BucketSettings> => {
  const [versioning, readable, notifications, key, policy] = await Promise.all([
    look('the versioning of the bucket', 's3:GetBucketVersioning', async () => {
      const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
      return Status ?? 'never';
    }),
    look('the transcripts', 's3:ListBucket', async () => {
      await s3.send(new ListObjectsV2Command({ Bucket, Prefix: prefix, MaxKeys: 1 }));
      return true as const;
    }),
    look('the notifications of the bucket', 's3:GetBucketNotification', async () =>
      notificationsOf(await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }))),
    ),
    look('the encryption of the bucket', 's3:GetEncryptionConfiguration', async () => {
      const answer = await unlessMissing(
        s3.send(new GetBucketEncryptionCommand({ Bucket })),
        'ServerSideEncryptionConfigurationNotFoundError',
      );
      const [rule] = answer?.ServerSideEncryptionConfiguration?.Rules ?? [];
      const id = rule?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID;
      return id === undefined ? null : { id, state: await keys(id) };
    }),
    look('the policy of the bucket', 's3:GetBucketPolicy', async () => {
      const answer = await unlessMissing(
        s3.send(new GetBucketPolicyCommand({ Bucket })),
        'NoSuchBucketPolicy',
      );
      return answer?.Policy === undefined ? [] : statementsOf(answer.Policy);
    }),
  ]);
  return { versioning, readable, notifications, key, policy };
};

/** Looks at the transcript bucket. */
export const lookAtBucket = async (
  clients: Pick<Clients, 's3'>,
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  keys: KeyOracle,
): Promise<BucketFacts> => {
  const region = await look('the bucket', 's3:ListBucket', async () => {
    const head = clients.s3.send(new HeadBucketCommand({ Bucket: bucket }));
    const found = await unlessMissing(head, 'NotFound', 'NoSuchBucket');
    // Buckets of the oldest region come without one.
    return found === null ? null : (found.BucketRegion ?? 'us-east-1');
  });
  const isThere = 'unseen' in region || region.seen !== null;
  return { region, settings: isThere ? await lookAtSettings(clients, bucket, prefix, keys) : null };
};
