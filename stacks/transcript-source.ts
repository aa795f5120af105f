import type { Construct } from 'constructs';
import type { AwsLocation } from './constructs/aws-location';
import type { QueueSender } from './constructs/queue-policy';
import { ReporterQueue, type ReporterQueueProps } from './constructs/reporter-queue';
import { TranscriptNotification } from './constructs/transcript-notification';
import { TranscriptRule } from './constructs/transcript-rule';
import type { EvidenceReporterOptions } from './options/options';

/** A rule that sends to the queue. */
export interface RuleSender {
  /** Of its statements in the policies of queue and dead-letter queue. */
  readonly sid: string;
  readonly rule: {
    readonly arn: string;
    readonly sendTo: (queueArn: string, deadLettersArn: string) => void;
  };
}

export interface TranscriptSource {
  readonly trigger: EvidenceReporterOptions['trigger'];
  readonly location: AwsLocation;
  readonly bucketName: string;
  /** Empty for the whole bucket. */
  readonly keyPrefix: string;
  readonly queue: Pick<ReporterQueueProps, 'name' | 'kmsKeyArn' | 'functionTimeoutSeconds'>;
  /** What sends to the queue besides. */
  readonly rules: readonly RuleSender[];
}

// Whichever of the two announces transcripts: deployments have this Sid in their policies.
const SID = 'SendFromSource';

/** The queue of a bucket, if one announces transcripts, and of rules. */
const queueOf = (
  scope: Construct,
  { location, queue }: TranscriptSource,
  bucket: readonly QueueSender[],
  rules: readonly RuleSender[],
): ReporterQueue => {
  const ruleSenders = rules.map(
    ({ sid, rule }): QueueSender => ({
      sid,
      service: 'events.amazonaws.com',
      sourceArn: rule.arn,
      sourceAccount: location.accountId,
    }),
  );
  const reporterQueue = new ReporterQueue(scope, 'queue', {
    ...queue,
    arn: location.arn('sqs', queue.name),
    senders: [...bucket, ...ruleSenders],
    deadLetterSenders: ruleSenders,
  });
  for (const { rule } of rules) rule.sendTo(reporterQueue.queue.arn, reporterQueue.deadLetters.arn);
  return reporterQueue;
};

const announcedByEventBridge = (scope: Construct, source: TranscriptSource): ReporterQueue => {
  const { queue, bucketName, keyPrefix, rules } = source;
  const rule = new TranscriptRule(scope, 'rule', { name: queue.name, bucketName, keyPrefix });
  return queueOf(scope, source, [], [{ sid: SID, rule }, ...rules]);
};

const announcedByBucket = (scope: Construct, source: TranscriptSource): ReporterQueue => {
  const { location, bucketName, keyPrefix, rules } = source;
  const sender: QueueSender = {
    sid: SID,
    service: 's3.amazonaws.com',
    sourceArn: location.bucketArn(bucketName),
    sourceAccount: location.accountId,
  };
  const reporterQueue = queueOf(scope, source, [sender], rules);
  new TranscriptNotification(scope, 'notification', {
    bucketName,
    keyPrefix,
    queueArn: reporterQueue.queue.arn,
    queuePolicy: reporterQueue.policy,
  });
  return reporterQueue;
};

/** The queue in which each uploaded transcript becomes a message, announced in the way the options choose. */
export const queueTranscripts = (scope: Construct, source: TranscriptSource): ReporterQueue =>
  source.trigger === 'eventbridge' ? announcedByEventBridge(scope, source) : announcedByBucket(scope, source);
