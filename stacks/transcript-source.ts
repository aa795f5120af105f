import type { Construct } from 'constructs';
import type { AwsLocation } from './constructs/aws-location';
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

const announcedByEventBridge = (scope: Construct, { location, queue, ...transcripts }: TranscriptSource) => {
  const rule = new TranscriptRule(scope, 'rule', { name: queue.name, ...transcripts });
  const sender = {
    sid: SID,
    service: 'events.amazonaws.com',
    sourceArn: rule.arn,
    sourceAccount: location.accountId,
  } as const;
  const reporterQueue = new ReporterQueue(scope, 'queue', {
    ...queue,
    arn: location.arn('sqs', queue.name),
    senders: [sender],
    deadLetterSenders: [sender],
  });
  rule.sendTo(reporterQueue.queue.arn, reporterQueue.deadLetters.arn);
  return reporterQueue;
};

const announcedByBucket = (scope: Construct, { location, queue, ...transcripts }: TranscriptSource) => {
  const sender = {
    sid: SID,
    service: 's3.amazonaws.com',
    sourceArn: location.bucketArn(transcripts.bucketName),
    sourceAccount: location.accountId,
  } as const;
  const reporterQueue = new ReporterQueue(scope, 'queue', {
    ...queue,
    arn: location.arn('sqs', queue.name),
    senders: [sender],
    deadLetterSenders: [],
  });
  new TranscriptNotification(scope, 'notification', {
    ...transcripts,
    queueArn: reporterQueue.queue.arn,
    queuePolicy: reporterQueue.policy,
  });
  return reporterQueue;
};

/** The queue in which each uploaded transcript becomes a message, announced in the way the options choose. */
export const queueTranscripts = (scope: Construct, source: TranscriptSource): ReporterQueue =>
  source.trigger === 'eventbridge' ? announcedByEventBridge(scope, source) : announcedByBucket(scope, source);
