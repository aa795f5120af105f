import type { Construct } from 'constructs';
import type { AwsLocation } from './constructs/aws-location';
import type { QueueSender } from './constructs/queue-policy';
import { ReporterQueue, type ReporterQueueProps } from './constructs/reporter-queue';
import { TranscriptNotification } from './constructs/transcript-notification';
import { TranscriptRule } from './constructs/transcript-rule';
import type { EvidenceReporterOptions } from './options/options';

export interface TranscriptSource {
  readonly trigger: EvidenceReporterOptions['trigger'];
  readonly location: AwsLocation;
  readonly bucketName: string;
  /** Empty for the whole bucket. */
  readonly keyPrefix: string;
  readonly queue: Pick<ReporterQueueProps, 'name' | 'kmsKeyArn' | 'functionTimeoutSeconds'>;
}

// Whichever of the two announces transcripts: deployments have this Sid in their policies.
const SID = 'SendFromSource';

/** Something that puts messages into the queue. It exists before the queue, whose policy names it. */
interface QueueSource {
  readonly sender: QueueSender;
  /** Whether it puts what it could not deliver into the dead-letter queue. */
  readonly keepsUndelivered: boolean;
  readonly sendTo: (reporterQueue: ReporterQueue) => void;
}

const announcedByEventBridge = (
  scope: Construct,
  { location, queue, ...transcripts }: TranscriptSource,
): QueueSource => {
  const rule = new TranscriptRule(scope, 'rule', { name: queue.name, ...transcripts });
  return {
    sender: {
      sid: SID,
      service: 'events.amazonaws.com',
      sourceArn: rule.arn,
      sourceAccount: location.accountId,
    },
    keepsUndelivered: true,
    sendTo: ({ queue, deadLetters }) => rule.sendTo(queue.arn, deadLetters.arn),
  };
};

const announcedByBucket = (
  scope: Construct,
  { location, queue: _, ...transcripts }: TranscriptSource,
): QueueSource => ({
  sender: {
    sid: SID,
    service: 's3.amazonaws.com',
    sourceArn: location.bucketArn(transcripts.bucketName),
    sourceAccount: location.accountId,
  },
  keepsUndelivered: false,
  sendTo: ({ queue, policy }) => {
    new TranscriptNotification(scope, 'notification', {
      ...transcripts,
      queueArn: queue.arn,
      queuePolicy: policy,
    });
  },
});

/** The queue in which each uploaded transcript becomes a message, announced in the way the options choose. */
export const queueTranscripts = (scope: Construct, source: TranscriptSource): ReporterQueue => {
  const { trigger, location, queue } = source;
  const sources = [
    trigger === 'eventbridge' ? announcedByEventBridge(scope, source) : announcedByBucket(scope, source),
  ];
  const reporterQueue = new ReporterQueue(scope, 'queue', {
    ...queue,
    arn: location.arn('sqs', queue.name),
    senders: sources.map(({ sender }) => sender),
    deadLetterSenders: sources.filter(({ keepsUndelivered }) => keepsUndelivered).map(({ sender }) => sender),
  });
  for (const { sendTo } of sources) sendTo(reporterQueue);
  return reporterQueue;
};
