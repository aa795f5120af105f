import { createHash } from 'node:crypto';
import type { Queue } from '../engine/queue';
import { inputsIn, numberIn, type Operations, Refusal, textIn } from './aws-json';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

const attributesOf = (input: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> => {
  const { MessageAttributes: given } = input;
  if (typeof given !== 'object' || given === null) return {};
  return Object.fromEntries(
    Object.entries(given).map(([name, attribute]) => [name, textIn(attribute, 'StringValue')]),
  );
};

/** SQS for the function: what it may call, of the queues there are. */
export const sqsOperations = (queues: readonly Queue[]): Operations => {
  const queueOf = (input: Readonly<Record<string, unknown>>): Queue => {
    const url = textIn(input, 'QueueUrl');
    const queue = queues.find(({ name }) => url.endsWith(`/${name}`));
    if (queue === undefined)
      throw new Refusal('AWS.SimpleQueueService.NonExistentQueue', `There is no queue ${url}.`);
    return queue;
  };
  return {
    SendMessage: (input) => {
      const body = textIn(input, 'MessageBody');
      const MessageId = queueOf(input).send(body, attributesOf(input), numberIn(input, 'DelaySeconds') ?? 0);
      return { MessageId, MD5OfMessageBody: md5(body) };
    },
    SendMessageBatch: (input) => {
      const queue = queueOf(input);
      const entries = inputsIn(input, 'Entries');
      if (entries.length === 0 || entries.length > 10)
        throw new Refusal('AWS.SimpleQueueService.TooManyEntriesInBatchRequest', 'Between 1 and 10 entries.');
      return {
        Successful: entries.map((entry) => {
          const body = textIn(entry, 'MessageBody');
          const MessageId = queue.send(body, attributesOf(entry), numberIn(entry, 'DelaySeconds') ?? 0);
          return { Id: textIn(entry, 'Id'), MessageId, MD5OfMessageBody: md5(body) };
        }),
        Failed: [],
      };
    },
    ChangeMessageVisibility: (input) => {
      const seconds = numberIn(input, 'VisibilityTimeout') ?? -1;
      if (seconds < 0 || seconds > 43_200)
        throw new Refusal(
          'InvalidParameterValue',
          `VisibilityTimeout ${seconds} is not between 0 and 43200.`,
        );
      if (!queueOf(input).changeVisibility(textIn(input, 'ReceiptHandle'), seconds))
        throw new Refusal('MessageNotInflight', 'The message is not in flight.');
      return {};
    },
  };
};
