import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import type { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Fn, Token } from 'cdktf';
import { Construct } from 'constructs';
import { expression } from './expression';
import { QueuePolicy, type QueueSender } from './queue-policy';
import { BATCHING_WINDOW_SECONDS } from './reporter-function';

// The longest SQS keeps anything. A Kosli outage, a wrong token or a missing permission is waited out in the queue.
export const RETENTION_DAYS = 14;

// The function waits by returning messages to the queue, at first every minute and later every 30 at most, so fourteen days
// are fewer receives than this, the most SetQueueAttributes allows: receives are how it waits, not how it counts failures.
// The function itself moves to the dead-letter queue what can never succeed, and what is about to expire, crashes included.
const MAX_RECEIVE_COUNT = 1000;

const deadLettersOf = (queue: string): string => `${queue}-dead-letters`;

export interface ReporterQueueProps {
  readonly name: string;
  /** Computed, since the dead-letter queue refers to it and is created first. */
  readonly arn: string;
  /** Null: SQS encrypts with a key of its own. */
  readonly kmsKeyArn: string;
  readonly functionTimeoutSeconds: string;
  /** May send messages for the function. */
  readonly senders: readonly QueueSender[];
  /** May send what they could not deliver to the dead-letter queue, as the function and SQS itself do. */
  readonly deadLetterSenders: readonly QueueSender[];
}

/** The queue in which messages wait until they are reported, and its dead-letter queue for those that cannot be. */
export class ReporterQueue extends Construct {
  readonly queue: SqsQueue;
  readonly deadLetters: SqsQueue;
  /** Computed ARNs, for policies, which then do not have to wait for the queues. */
  readonly queueArn: string;
  readonly deadLettersArn: string;
  readonly policy: SqsQueuePolicy;

  constructor(scope: Construct, id: string, props: ReporterQueueProps) {
    super(scope, id);
    this.queueArn = props.arn;
    this.deadLettersArn = deadLettersOf(props.arn);
    const common = {
      messageRetentionSeconds: RETENTION_DAYS * 24 * 3600,
      kmsMasterKeyId: props.kmsKeyArn,
      sqsManagedSseEnabled: Token.asAny(expression`${props.kmsKeyArn} == null ? true : null`),
      // Another name would be another queue, and the messages in this one would be lost with the evidence they stand for.
      lifecycle: { preventDestroy: true },
    };
    this.deadLetters = new SqsQueue(this, 'dead_letters', {
      name: deadLettersOf(props.name),
      ...common,
      redriveAllowPolicy: expression`jsonencode({"redrivePermission" = "byQueue", "sourceQueueArns" = ["${props.arn}"]})`,
    });
    this.queue = new SqsQueue(this, 'transcripts', {
      name: props.name,
      ...common,
      // Six times the timeout plus the window: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
      visibilityTimeoutSeconds: Token.asNumber(
        expression`6 * ${props.functionTimeoutSeconds} + ${BATCHING_WINDOW_SECONDS}`,
      ),
      redrivePolicy: Fn.jsonencode({
        deadLetterTargetArn: this.deadLetters.arn,
        maxReceiveCount: MAX_RECEIVE_COUNT,
      }),
    });
    this.policy = new QueuePolicy(this, 'queue_policy', {
      queue: this.queue,
      queueArn: this.queueArn,
      senders: props.senders,
    }).policy;
    new QueuePolicy(this, 'dead_letter_policy', {
      queue: this.deadLetters,
      queueArn: this.deadLettersArn,
      senders: props.deadLetterSenders,
    });
  }
}
