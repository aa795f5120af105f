import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import type { VisibilityChange } from '../aws/s3-and-sqs';
import { failedMessages } from './batch-response';
import type { FunctionProcess, Outcome } from './function-process';

/** What became of one message of a batch. */
export interface Delivery {
  readonly messageId: string;
  readonly body: string;
  readonly receives: number;
  /** Reported as done, and deleted. */
  readonly deleted: boolean;
  /** For how long the function asked it to stay out of sight; null when it did not ask. */
  readonly hiddenForSeconds: number | null;
}

export interface Batch {
  readonly outcome: Outcome;
  readonly deliveries: readonly Delivery[];
}

/** A queue that calls a function; it polls only when told to. */
export interface EventSourceMapping {
  /** Hands the function what the queue holds, up to a whole batch; null when the queue shows nothing. */
  readonly poll: () => Promise<Batch | null>;
  /** Makes every message that is out of sight visible at once, as if its time had passed. */
  readonly passTime: () => Promise<void>;
}

export interface MappingSettings {
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly batchSize: number;
  /** Without it Lambda deletes the whole batch, whatever the function returns. */
  readonly reportsItemFailures: boolean;
}

const MAX_MESSAGES_A_RECEIVE = 10;

const recordOf = (message: Message, queueArn: string): SQSRecord => {
  const { Attributes: attributes = {} } = message;
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attributes: {
      ApproximateReceiveCount: attributes.ApproximateReceiveCount ?? '',
      SentTimestamp: attributes.SentTimestamp ?? '',
      SenderId: attributes.SenderId ?? '',
      ApproximateFirstReceiveTimestamp: attributes.ApproximateFirstReceiveTimestamp ?? '',
    },
    messageAttributes: {},
    md5OfBody: message.MD5OfBody ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: queueArn.split(':')[3] ?? '',
  };
};

/** What Lambda does between a queue and a function. */
export const eventSourceMapping = (
  sqs: SQSClient,
  settings: MappingSettings,
  target: FunctionProcess,
  visibilityChanges: readonly VisibilityChange[],
): EventSourceMapping => {
  const { queueUrl: QueueUrl, queueArn, batchSize, reportsItemFailures } = settings;
  const hidden = new Set<string>();

  const receive = async (): Promise<readonly SQSRecord[]> => {
    const records: SQSRecord[] = [];
    while (records.length < batchSize) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: Math.min(MAX_MESSAGES_A_RECEIVE, batchSize - records.length),
          MessageSystemAttributeNames: ['All'],
        }),
      );
      if (Messages.length === 0) break;
      records.push(...Messages.map((message) => recordOf(message, queueArn)));
    }
    return records;
  };

  const failuresOf = (outcome: Outcome, batch: readonly string[]): ReadonlySet<string> => {
    if (outcome.kind !== 'returned') return new Set(batch);
    return reportsItemFailures ? failedMessages(outcome.result, batch) : new Set();
  };

  const settle = async (record: SQSRecord, failed: boolean): Promise<Delivery> => {
    const { messageId, body, receiptHandle: ReceiptHandle } = record;
    if (failed) hidden.add(ReceiptHandle);
    else await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    const asked = visibilityChanges.findLast(({ receiptHandle }) => receiptHandle === ReceiptHandle);
    return {
      messageId,
      body,
      receives: Number(record.attributes.ApproximateReceiveCount),
      deleted: !failed,
      hiddenForSeconds: asked?.seconds ?? null,
    };
  };

  return {
    poll: async () => {
      const Records = await receive();
      if (Records.length === 0) return null;
      const outcome = await target.invoke({ Records });
      const failures = failuresOf(
        outcome,
        Records.map(({ messageId }) => messageId),
      );
      const deliveries: Delivery[] = [];
      for (const record of Records) deliveries.push(await settle(record, failures.has(record.messageId)));
      return { outcome, deliveries };
    },
    passTime: async () => {
      for (const ReceiptHandle of hidden) {
        await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
      }
      hidden.clear();
    },
  };
};
