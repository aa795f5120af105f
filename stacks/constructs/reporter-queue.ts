import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import type { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Fn, Token } from 'cdktf';
import { Construct } from 'constructs';
import { expression } from './expression';
import { QueuePolicy, type QueueSender } from './queue-policy';

// The longest SQS keeps anything. A Kosli outage, a wrong token or a missing permission is waited out in the queue.
const RETENTION_SECONDS = 14 * 24 * 3600;

// The function waits by giving messages back, at first every minute and at most every 30, so fourteen days are fewer
// receives than this, the most SetQueueAttributes allows: receives are how it waits, not how failure is counted. It moves to
// the dead letters itself what is poison, and what is about to expire, crashes included.
const MAX_RECEIVE_COUNT = 1000;

export interface ReporterQueueProps {
  readonly name: string;
  /** Computed, since the second queue has to know it before there is a first. */
  readonly arn: string;
  /** Null: SQS encrypts with a key of its own. */
  readonly kmsKeyArn: string;
  readonly functionTimeoutSeconds: string;
  readonly batchingWindowSeconds: number;
  /** Who announces transcripts. */
  readonly sender: QueueSender;
  /** Who may put what it could not deliver to the dead letters; null: only the function and SQS do. */
  readonly deadLetterSender: QueueSender | null;
}

/** The queue in which transcripts wait for their evidence, and the one for what can never become evidence. */
export class ReporterQueue extends Construct {
  readonly queue: SqsQueue;
  readonly deadLetters: SqsQueue;
  /** Both for policies, which then do not wait for the queues. */
  readonly queueArn: string;
  readonly deadLettersArn: string;
  readonly policy: SqsQueuePolicy;

  constructor(scope: Construct, id: string, props: ReporterQueueProps) {
    super(scope, id);
    this.queueArn = props.arn;
    this.deadLettersArn = `${props.arn}-dead-letters`;
    const kept = {
      messageRetentionSeconds: RETENTION_SECONDS,
      kmsMasterKeyId: props.kmsKeyArn,
      sqsManagedSseEnabled: Token.asAny(expression`${props.kmsKeyArn} == null ? true : null`),
      // Another name would be another queue, and the messages in this one gone with the evidence they stand for.
      lifecycle: { preventDestroy: true },
    };
    this.deadLetters = new SqsQueue(this, 'dead_letters', {
      name: `${props.name}-dead-letters`,
      ...kept,
      redriveAllowPolicy: expression`jsonencode({"redrivePermission" = "byQueue", "sourceQueueArns" = ["${props.arn}"]})`,
    });
    this.queue = new SqsQueue(this, 'transcripts', {
      name: props.name,
      ...kept,
      // Six times the timeout plus the window: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
      visibilityTimeoutSeconds: Token.asNumber(
        expression`6 * ${props.functionTimeoutSeconds} + ${props.batchingWindowSeconds}`,
      ),
      redrivePolicy: Fn.jsonencode({
        deadLetterTargetArn: this.deadLetters.arn,
        maxReceiveCount: MAX_RECEIVE_COUNT,
      }),
    });
    this.policy = new QueuePolicy(this, 'queue_policy', {
      queue: this.queue,
      queueArn: props.arn,
      senders: [props.sender],
    }).policy;
    new QueuePolicy(this, 'dead_letter_policy', {
      queue: this.deadLetters,
      queueArn: this.deadLettersArn,
      senders: props.deadLetterSender ? [props.deadLetterSender] : [],
    });
  }
}
