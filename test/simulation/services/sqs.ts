import * as v from 'valibot';
import { AwsError, type JsonService, operation } from '../../../stand-ins/aws/aws-json';
import { md5Of } from '../../../stand-ins/md5';
import type { Queue } from '../engine/queue';

const message = {
  MessageBody: v.pipe(v.string(), v.nonEmpty()),
  DelaySeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(900)), 0),
  MessageAttributes: v.optional(
    v.record(v.string(), v.strictObject({ DataType: v.literal('String'), StringValue: v.string() })),
    {},
  ),
};
const Message = v.strictObject(message);

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html
const SendMessage = v.strictObject({ QueueUrl: v.string(), ...message });
const SendMessageBatch = v.strictObject({
  QueueUrl: v.string(),
  Entries: v.array(v.strictObject({ Id: v.pipe(v.string(), v.regex(/^[\w-]{1,80}$/)), ...message })),
});
const ChangeMessageVisibility = v.strictObject({
  QueueUrl: v.string(),
  ReceiptHandle: v.string(),
  VisibilityTimeout: v.number(),
});

const LARGEST_BATCH = 10;

/** SQS for the function: what it may call, of the queues there are. */
export const sqsService = (queues: readonly Queue[]): JsonService => {
  const queueOf = (url: string): Queue => {
    const queue = queues.find(({ name }) => url.endsWith(`/${name}`));
    if (queue !== undefined) return queue;
    throw new AwsError('com.amazonaws.sqs#QueueDoesNotExist', `There is no queue ${url}.`);
  };
  const sendTo = (
    queue: Queue,
    { MessageBody, MessageAttributes, DelaySeconds }: v.InferOutput<typeof Message>,
  ) => {
    const attributes = Object.entries(MessageAttributes).map(([name, { StringValue }]) => [
      name,
      StringValue,
    ]);
    const MessageId = queue.send(MessageBody, Object.fromEntries(attributes), DelaySeconds);
    return { MessageId, MD5OfMessageBody: md5Of(MessageBody) };
  };
  return {
    target: 'AmazonSQS',
    signedFor: 'sqs',
    version: '1.0',
    operations: {
      SendMessage: operation(SendMessage, ({ QueueUrl, ...sent }) => sendTo(queueOf(QueueUrl), sent)),
      SendMessageBatch: operation(SendMessageBatch, ({ QueueUrl, Entries }) => {
        const queue = queueOf(QueueUrl);
        if (Entries.length === 0)
          throw new AwsError('com.amazonaws.sqs#EmptyBatchRequest', 'There is no entry.');
        if (Entries.length > LARGEST_BATCH)
          throw new AwsError(
            'com.amazonaws.sqs#TooManyEntriesInBatchRequest',
            'There are more than 10 entries.',
          );
        if (new Set(Entries.map(({ Id }) => Id)).size < Entries.length)
          throw new AwsError('com.amazonaws.sqs#BatchEntryIdsNotDistinct', 'An id is there twice.');
        return { Successful: Entries.map(({ Id, ...sent }) => ({ Id, ...sendTo(queue, sent) })), Failed: [] };
      }),
      ChangeMessageVisibility: operation(
        ChangeMessageVisibility,
        ({ QueueUrl, ReceiptHandle, VisibilityTimeout: seconds }) => {
          if (!Number.isInteger(seconds) || seconds < 0 || seconds > 43_200)
            throw new AwsError(
              'InvalidParameterValue',
              `VisibilityTimeout ${seconds} is not between 0 and 43200.`,
            );
          if (!queueOf(QueueUrl).changeVisibility(ReceiptHandle, seconds))
            throw new AwsError('com.amazonaws.sqs#MessageNotInflight', 'The message is not in flight.');
          return {};
        },
      ),
    },
  };
};
