import { S3BucketNotification } from '@cdktf/provider-aws/lib/s3-bucket-notification';
import type { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Construct } from 'constructs';
import { TRANSCRIPT_SUFFIX } from './transcript-keys';

export interface TranscriptNotificationProps {
  readonly bucketName: string;
  /** Empty for the whole bucket. */
  readonly keyPrefix: string;
  readonly queueArn: string;
  readonly queuePolicy: SqsQueuePolicy;
}

/**
 * The bucket itself announces each transcript. A bucket has one notification configuration, and this resource owns all of
 * it: a bucket with notifications of somebody else needs the EventBridge rule.
 */
export class TranscriptNotification extends Construct {
  constructor(scope: Construct, id: string, props: TranscriptNotificationProps) {
    super(scope, id);
    new S3BucketNotification(this, 'transcript_notification', {
      bucket: props.bucketName,
      queue: [
        {
          id: 'ecs-exec-transcripts',
          queueArn: props.queueArn,
          events: ['s3:ObjectCreated:*'],
          filterPrefix: props.keyPrefix,
          filterSuffix: TRANSCRIPT_SUFFIX,
        },
      ],
      // S3 sends a test message when this is written, and refuses a queue that does not accept it.
      dependsOn: [props.queuePolicy],
    });
  }
}
