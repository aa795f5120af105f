import { whyAbandoned } from '../../lambda/backoff';
import type { Delivery } from '../../lambda/messages/delivery';
import type { Message } from '../../lambda/messages/message';
import type { Journal } from '../../lambda/ports';
import {
  DependencyUnavailableError,
  SessionNotVisibleYetError,
  SetupError,
} from '../../lambda/reporter-error';
import { messageSettler } from '../../lambda/settle-message';
import { delivery, uploaded } from './records';

const REQUEST = uploaded();
const MESSAGE: Message = { requests: [REQUEST], ignored: [], poison: [] };
const NOW = new Date('2026-07-31T12:40:00Z');

const settle = async (
  message: Message,
  error: Error | null,
  received: Delivery = delivery(),
  broken = false,
) => {
  const said: unknown[] = [];
  const say = (...words: unknown[]) => void said.push(words.filter((word) => word !== received));
  const journal: Journal = {
    reported: say,
    reconciled: say,
    ignored: (_, reason) => say('ignored', reason),
    retrying: (_, { message: why }, seconds) => say('retrying', why, seconds),
    deadLettered: (_, reason) => say('dead-lettered', reason),
    refused: say,
    count: say,
    warn: (text) => say('warn', text),
  };
  const calls: unknown[] = [];
  const queue = {
    returnAfter: async (_: Delivery, seconds: number) => {
      if (broken) throw new Error('ReceiptHandleIsInvalid');
      calls.push(['returnAfter', seconds]);
    },
    deadLetter: async (_: Delivery, reason: string) => {
      if (broken) throw new Error('QueueDoesNotExist');
      calls.push(['deadLetter', reason]);
    },
  };
  const outcomes = new Map(error === null ? [] : [[REQUEST, { kind: 'failed', error } as const]]);
  return { end: await messageSettler(queue, journal)(received, message, outcomes, NOW), calls, said };
};

const NOTHING: Message = { requests: [], ignored: [], poison: [] };

describe('a message', () => {
  it('that asks for nothing is done, with a word', async () => {
    const { end, calls, said } = await settle({ ...NOTHING, ignored: ['s3:TestEvent'] }, null);
    expect({ end, calls, said }).toEqual({ end: 'done', calls: [], said: [['ignored', 's3:TestEvent']] });
  });

  it('that is poison goes to the dead-letter queue with the reason', async () => {
    const { end, calls } = await settle({ ...NOTHING, poison: ['the body is not JSON'] }, null);
    expect({ end, calls }).toEqual({ end: 'done', calls: [['deadLetter', 'the body is not JSON']] });
  });

  it('that is poison stays where it is when the dead-letter queue cannot take it', async () => {
    expect((await settle({ ...NOTHING, poison: ['x'] }, null, delivery(), true)).end).toBe('retry');
  });

  it('one of whose requests has no outcome comes back', async () => {
    expect((await settle(MESSAGE, null)).end).toBe('retry');
  });

  it('that failed comes back even when its wait cannot be set', async () => {
    expect((await settle(MESSAGE, new DependencyUnavailableError('down'), delivery(), true)).end).toBe(
      'retry',
    );
  });

  it('that is part poison waits with its transcript first', async () => {
    const { end, calls } = await settle(
      { ...MESSAGE, poison: ['x'] },
      new DependencyUnavailableError('down'),
    );
    expect({ end, calls }).toEqual({ end: 'retry', calls: [['returnAfter', 30]] });
  });

  it('that waited 13 days goes to the dead-letter queue before SQS would drop it', async () => {
    const received = delivery({ sentAt: new Date('2026-07-18T12:39:00Z') });
    const { end, calls } = await settle(MESSAGE, new SetupError('unknown flow'), received);
    expect({ end, calls }).toEqual({
      end: 'done',
      calls: [['deadLetter', 'not reported in 13 days; last error: unknown flow']],
    });
  });
});

describe('a message nobody handed back', () => {
  const late = new Date('2026-07-14T00:00:00Z');

  it('because it killed the function each time is given up before SQS would drop it', () => {
    expect(whyAbandoned(late, 600, NOW)).toContain('received 600 times in more than 13 days');
  });

  it.each([
    ['is given its first try however late it comes', late, 1],
    ['is tried while it is younger', new Date('2026-07-19T00:00:00Z'), 600],
  ])('%s', (_, sentAt, receives) => {
    expect(whyAbandoned(sentAt, receives, NOW)).toBeNull();
  });
});

describe('a message waits', () => {
  it.each([
    [
      '1, 2, 4, 5, 10, 20, 20 minutes for CloudTrail',
      new SessionNotVisibleYetError(''),
      [60, 120, 240, 300, 600, 1200, 1200],
    ],
    [
      'longer each time for what is down',
      new DependencyUnavailableError(''),
      [30, 60, 120, 240, 480, 960, 1800, 1800],
    ],
    ['longer each time after a defect of our own', new TypeError(''), [30, 60, 120]],
    ['the longest time for somebody to change something', new SetupError(''), [1800, 1800]],
  ])('%s', async (_, error, waits) => {
    const seen: unknown[] = [];
    for (const receives of waits.keys()) {
      const { calls } = await settle(MESSAGE, error, delivery({ receives: receives + 1 }));
      seen.push(...calls);
    }
    expect(seen).toEqual(waits.map((seconds) => ['returnAfter', seconds]));
  });
});
