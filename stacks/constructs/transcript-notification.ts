import { S3BucketNotification } from '@cdktf/provider-aws/lib/s3-bucket-notification';
import type { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Construct } from 'constructs';

export interface TranscriptNotificationProps {
  readonly bucketName: string;
  /** Empty for the whole bucket. */
  readonly keyPrefix: string;
  readonly queueArn: string;
  readonly queuePolicy: SqsQueuePolicy;
}

/**
 * The bucket itself announces each transcript. A bucket has one notification document, and this resource owns all of it:
 * where somebody else's notifications live, the EventBridge rule is the way.
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
          filterSuffix: '.log',
        },
      ],
      // S3 sends a test message when this is written, and refuses a queue that does not let it.
      dependsOn: [props.queuePolicy],
    });
  }
}
