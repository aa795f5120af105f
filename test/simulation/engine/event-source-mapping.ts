import type { SQSRecord } from 'aws-lambda';
import { failedMessages } from '../../../stand-ins/aws-lambda/batch-response';
import type { Engine } from './engine';
import type { LambdaFunction, Outcome } from './lambda-function';
import type { Queue } from './queue';
import type { Random } from './random';

export interface MappingSettings {
  readonly batchSize: number;
  readonly windowMs: number;
}

/** What went through the mapping. */
export interface MappingCounts {
  readonly batches: () => number;
  readonly records: () => number;
  /** Invocations that returned no response, with the reason. */
  readonly failures: readonly string[];
}

type Poller = {
  state: 'idle' | 'gathering' | 'invoking';
  batch: SQSRecord[];
  readonly target: LambdaFunction;
};

/**
 * What Lambda does between a queue and a function: as many pollers as there may be invocations at a time, each of which gathers
 * a batch for the window, hands it over, waits for the response, and deletes what did not fail.
 */
export const openMapping = (
  engine: Engine,
  random: Random,
  queue: Queue,
  targets: readonly LambdaFunction[],
  { batchSize, windowMs }: MappingSettings,
): MappingCounts => {
  const pollers: readonly Poller[] = targets.map((target) => ({ state: 'idle', batch: [], target }));
  const failures: string[] = [];
  let [batches, records] = [0, 0];

  const settle = (batch: readonly SQSRecord[], outcome: Outcome): void => {
    if (outcome.kind !== 'returned') {
      failures.push(`${outcome.kind}: ${outcome.error}`);
      return;
    }
    const failed = failedMessages(
      outcome.result,
      batch.map(({ messageId }) => messageId),
    );
    for (const record of batch) if (!failed.has(record.messageId)) queue.delete(record.receiptHandle);
  };
  const hand = async (poller: Poller): Promise<void> => {
    if (poller.state !== 'gathering') return;
    const { batch } = poller;
    poller.state = 'invoking';
    poller.batch = [];
    batches += 1;
    records += batch.length;
    await poller.target.invoke({ Records: batch }, (outcome) => {
      settle(batch, outcome);
      poller.state = 'idle';
      engine.after(0, poll);
    });
  };
  const gather = (poller: Poller): void => {
    // A message twice in one batch is not what SQS does.
    const received = queue.receive(Math.min(10, batchSize - poller.batch.length));
    for (const record of received)
      if (!poller.batch.some(({ messageId }) => messageId === record.messageId)) poller.batch.push(record);
    if (poller.batch.length === 0) return;
    if (poller.state === 'idle') {
      poller.state = 'gathering';
      const { batch } = poller;
      engine.after(windowMs, () => (poller.batch === batch ? hand(poller) : undefined));
    }
    if (poller.batch.length >= batchSize) engine.after(0, () => hand(poller));
    else if (received.length === 10) gather(poller);
  };
  const poll = (): void => {
    const free = pollers.filter(({ state, batch }) => state !== 'invoking' && batch.length < batchSize);
    if (free.length > 0) gather(random.pick(free));
  };
  queue.onVisible(poll);
  return { batches: () => batches, records: () => records, failures };
};
