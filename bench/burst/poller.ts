import { setTimeout as wait } from 'node:timers/promises';
import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { failedMessages } from '../../stand-ins/aws-lambda/batch-response';
import type { FunctionProcess } from '../../stand-ins/aws-lambda/function-process';
import type { Stage } from '../../stand-ins/stage';

/** How an event source mapping gathers messages. */
export interface Gathering {
  readonly batchSize: number;
  readonly windowSeconds: number;
}

export interface Drained {
  readonly seconds: number;
  readonly invocations: number;
  /** Messages that the function returned to the queue, each time it did. */
  readonly returned: number;
}

const MAX_RECEIVE = 10;
const PAUSE_MS = 100;

/**
 * Hands the queue to functions as Lambda does: each gathers until its batch is full, or the window since its first message is
 * over; what comes back stays out of sight for as long as the function, or the queue, says. One poller a process.
 *
 * @param messages after so many are done it ends
 */
export const drainQueue = async (
  { sqs, applied }: Stage,
  { batchSize, windowSeconds }: Gathering,
  processes: readonly FunctionProcess[],
  messages: number,
): Promise<Drained> => {
  const { queueUrl: QueueUrl, queueArn: eventSourceARN } = applied.mapping;
  const began = performance.now();
  let left = messages;
  let invocations = 0;
  let returned = 0;

  const gather = async (): Promise<readonly Message[]> => {
    const gathered: Message[] = [];
    let until = Number.POSITIVE_INFINITY;
    while (left > 0 && gathered.length < batchSize && performance.now() < until) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: Math.min(MAX_RECEIVE, batchSize - gathered.length),
          MessageSystemAttributeNames: ['All'],
        }),
      );
      gathered.push(...Messages);
      if (Messages.length === 0) await wait(PAUSE_MS);
      else until = Math.min(until, performance.now() + windowSeconds * 1000);
    }
    return gathered;
  };

  const remove = async (done: readonly Message[]): Promise<void> => {
    for (let at = 0; at < done.length; at += MAX_RECEIVE) {
      const Entries = done
        .slice(at, at + MAX_RECEIVE)
        .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    }
  };

  const poll = async (target: FunctionProcess): Promise<void> => {
    while (left > 0) {
      const batch = await gather();
      if (batch.length === 0) return;
      const Records = batch.map(({ MessageId, ReceiptHandle, Body, Attributes }) => ({
        messageId: MessageId,
        receiptHandle: ReceiptHandle,
        body: Body,
        attributes: Attributes,
        messageAttributes: {},
        eventSource: 'aws:sqs',
        eventSourceARN,
        awsRegion: eventSourceARN.split(':')[3],
      }));
      const outcome = await target.invoke({ Records });
      if (outcome.kind !== 'returned') throw new Error(`${outcome.error}\n${target.logs().slice(-2_000)}`);
      invocations += 1;
      const failed = failedMessages(
        outcome.result,
        batch.map(({ MessageId = '' }) => MessageId),
      );
      const done = batch.filter(({ MessageId = '' }) => !failed.has(MessageId));
      returned += failed.size;
      left -= done.length;
      await remove(done);
    }
  };
  await Promise.all(processes.map(poll));
  return { seconds: (performance.now() - began) / 1000, invocations, returned };
};
