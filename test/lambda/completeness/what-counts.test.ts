import { callCollector } from '../../../lambda/completeness/calls-of-day';
import { isDay, isInHistory } from '../../../lambda/completeness/day';
import { sessionLine } from '../../../lambda/completeness/session-line';
import {
  isComplete,
  type StatementOfDay,
  statementOfDay,
} from '../../../lambda/completeness/statement-of-day';
import { startSessionRecord } from '../../../stand-ins/recorded-session/start-session-record';
import { executeCommandRecord, sessionId } from '../records';

const DAY = '2026-07-31';
const HISTORY = { source: 'event-history' } as const;
const denied = { errorCode: 'AccessDeniedException', responseElements: null };
const collected = (
  records: readonly unknown[],
  day = DAY,
  foundIn: Parameters<ReturnType<typeof callCollector>['take']>[1] = HISTORY,
) => {
  const collector = callCollector(day);
  for (const record of records) collector.take(record, foundIn);
  return collector.calls();
};

describe('a call of another day', () => {
  const records = [
    executeCommandRecord(),
    executeCommandRecord({ ...denied, eventID: 'refused' }),
    startSessionRecord({ eventId: 'bypass' }),
    executeCommandRecord({ eventID: 'unreadable', responseElements: null }),
  ];

  it('is not counted, whatever it did', () => {
    const counts = (day: string) => {
      const { opened, refusedCalls, bypasses, unreadable } = collected(records, day);
      return [opened.size, refusedCalls, bypasses, unreadable.size];
    };
    expect(counts(DAY)).toEqual([1, 1, 1, 1]);
    expect(counts('2026-08-01')).toEqual([0, 0, 0, 0]);
  });
});

describe('a call that cannot be read', () => {
  it('is named by its time where it has no id, and as one of an unknown time where it has none', () => {
    const without = (changes: object) => [...collected([executeCommandRecord(changes)]).unreadable.keys()];
    expect(without({ eventID: undefined })).toEqual(['without id, of 2026-07-31T12:25:25.000Z']);
    expect(without({ eventID: undefined, eventTime: 'soon' })).toEqual(['without id, of an unknown time']);
  });

  it('without a time is of the day on which its log file was delivered, or of the day that was asked for', () => {
    const record = executeCommandRecord({ eventTime: 'soon' });
    const place = { source: 'cloudtrail-bucket', bucket: 'b', key: 'k', digestVerified: 'true' } as const;
    const delivered = (at: string) =>
      collected([record], DAY, { ...place, deliveredAt: new Date(at) }).unreadable.size;
    expect(delivered('2026-07-31T12:30:00Z')).toBe(1);
    expect(delivered('2026-08-01T00:00:00Z')).toBe(0);
    expect(collected([record]).unreadable.size).toBe(1);
  });

  it('at all is named by the id that event history has of it', () => {
    const collector = callCollector(DAY);
    collector.takeUnreadable('e-1');
    expect([...collector.calls().unreadable]).toEqual([
      ['e-1', 'what event history holds of it is not a record'],
    ]);
  });
});

describe('a statement', () => {
  const held = (['user-identity', 'service-identity', 'command-logs'] as const).map((name) => ({
    name,
    compared: { sha256: 'ab' },
    sha256: name,
  }));
  const session = (trail: string | null, holds: typeof held, transcriptInS3: boolean) => ({
    line: sessionLine({ id: sessionId(), trail, held: holds }),
    transcriptInS3,
  });

  it('counts the transcripts that S3 has and the sessions that Kosli has in full', () => {
    const sessions = [
      session('alice', held, true),
      session('alice', held, false),
      session('alice', held.slice(1), true),
      session(null, held, true),
    ];
    expect(statementOfDay(DAY, collected([]), sessions)).toMatchObject({
      transcriptsInS3: 3,
      sessionsOnKosli: 2,
    });
  });

  it.each<[string, Partial<StatementOfDay>, boolean]>([
    ['nothing is missing', {}, true],
    ['a transcript is missing', { transcriptsInS3: 1 }, false],
    ['evidence is missing', { sessionsOnKosli: 1 }, false],
    ['a session is open', { open: ['x: y'] }, false],
    ['a call cannot be read', { unreadableCalls: ['call x: y'] }, false],
  ])('is complete or not: %s', (_, changes, complete) => {
    const counts = { callsInCloudTrail: 2, transcriptsInS3: 2, sessionsOnKosli: 2 };
    expect(isComplete({ ...statementOfDay(DAY, collected([]), []), ...counts, ...changes })).toBe(complete);
  });
});

describe('a day', () => {
  it.each(['x2026-07-31', '2026-07-31x', '2026-02-30', ''])('is not %j', (text) => {
    expect(isDay(text)).toBe(false);
  });

  it('is in event history for 89 days, its first second included', () => {
    expect(isInHistory(DAY, new Date('2026-10-28T00:00:00Z'))).toBe(true);
    expect(isInHistory(DAY, new Date('2026-10-28T00:00:01Z'))).toBe(false);
  });
});
