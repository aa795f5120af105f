import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { callCollector } from '../../../lambda/completeness/calls-of-day';
import { type SessionLine, sessionLine } from '../../../lambda/completeness/session-line';
import { isComplete, type SessionOfDay, statementOfDay } from '../../../lambda/completeness/statement-of-day';
import { canonicalAttestation } from '../../../lambda/evidence/canonical';
import { ECS_ITSELF, startSessionRecord } from '../../../stand-ins/recorded-session/start-session-record';
import { executeCommandRecord, sessionId } from '../records';

const DAY = '2026-07-31';
const HISTORY = { source: 'event-history' } as const;
const idOf = (index: number) => `ecs-execute-command-${String(index).padStart(26, '0')}`;
const call = (index: number, openedAt = new Date('2026-07-31T12:00:00Z')) =>
  executeCommandRecord({
    eventTime: openedAt.toISOString(),
    eventID: `e-${index}`,
    responseElements: { session: { sessionId: idOf(index) } },
  });

const collect = (records: readonly unknown[]) => {
  const collector = callCollector(DAY);
  for (const record of records) collector.take(record, HISTORY);
  return collector.calls();
};

const SHA = (text: string) => createHash('sha256').update(text).digest('hex');
const attestation = (name: 'user-identity' | 'service-identity' | 'command-logs', compared = {}) => ({
  name,
  compared,
  sha256: SHA(name),
});
const LOGS = { sha256: SHA('shown'), bucket: 'exec-logs', key: 'infra-dev/x.log', version_id: 'v1' };
const WHOLE = [
  attestation('user-identity'),
  attestation('service-identity'),
  attestation('command-logs', LOGS),
];
const session = (index: number, held = WHOLE, transcriptInS3 = true): SessionOfDay => ({
  line: sessionLine({ id: sessionId(idOf(index)), trail: 'alice', held }),
  transcriptInS3,
});

describe('the calls of a day', () => {
  it('are those made between its first second and its last', () => {
    const edges = [
      call(1, new Date('2026-07-30T23:59:59Z')),
      call(2, new Date('2026-07-31T00:00:00Z')),
      call(3, new Date('2026-07-31T23:59:59Z')),
      call(4, new Date('2026-08-01T00:00:00Z')),
    ];
    expect([...collect(edges).opened.keys()]).toEqual([idOf(2), idOf(3)]);
  });

  it('are counted once each, however often and in whatever order CloudTrail shows them', () => {
    const refused = executeCommandRecord({
      eventTime: '2026-07-31T12:00:00Z',
      eventID: 'r-1',
      errorCode: 'AccessDeniedException',
    } as never);
    const records = [
      call(1),
      call(2),
      refused,
      startSessionRecord({ eventId: 's-1' }),
      startSessionRecord({ eventId: 's-2', userIdentity: ECS_ITSELF }),
      { eventName: 'DescribeTasks' },
      null,
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray([...records, ...records], { minLength: 14 }), (shuffled) => {
        const { opened, refusedCalls, bypasses } = collect(shuffled);
        expect([opened.size, refusedCalls, bypasses]).toEqual([2, 1, 1]);
      }),
    );
  });
});

describe('what is stated of a day', () => {
  const stated = (sessions: readonly SessionOfDay[]) =>
    statementOfDay(DAY, collect(sessions.map((_, index) => call(index))), sessions);

  it('is the same whatever order sessions and attestations are read in', () => {
    const sessions = [0, 1, 2, 3, 4].map((index) => session(index));
    const twice = (hashes: readonly string[]) =>
      sessionLine({
        id: sessionId(idOf(0)),
        trail: 'alice',
        held: hashes.map((sha256) => ({ name: 'user-identity', compared: {}, sha256 })),
      });
    expect(twice(['b', 'a'])).toEqual(twice(['a', 'b']));
    fc.assert(
      fc.property(fc.shuffledSubarray(sessions, { minLength: 5 }), (shuffled) => {
        expect(stated(shuffled)).toEqual(stated(sessions));
      }),
    );
  });

  it('has a line for every session, sorted, that anybody can hash', () => {
    const { lines } = stated([session(1), session(0)]);
    const parsed = lines
      .split('\n')
      .slice(0, -1)
      .map((line): SessionLine => JSON.parse(line));
    expect(parsed.map(({ session_id }) => session_id)).toEqual([idOf(0), idOf(1)]);
    expect(lines.split('\n')[0]).toBe(
      `{"session_id":"${idOf(0)}","trail":"alice","bucket":"exec-logs","key":"infra-dev/x.log","version_id":"v1",` +
        `"sha256":"${SHA('shown')}","attestations":{"user-identity":["${SHA('user-identity')}"],` +
        `"service-identity":["${SHA('service-identity')}"],"command-logs":["${SHA('command-logs')}"]}}`,
    );
  });

  it('is complete on a quiet day', () => {
    const quiet = stated([]);
    expect(isComplete(quiet)).toBe(true);
    expect(quiet).toMatchObject({ callsInCloudTrail: 0, open: [], lines: '', merkleRoot: SHA('') });
  });

  it('is complete when every session has its transcript and its evidence', () => {
    expect(isComplete(stated([session(0), session(1)]))).toBe(true);
  });

  it.each<[string, SessionOfDay, string]>([
    [
      'its evidence',
      session(0, [], false),
      'trail "alice" lacks user-identity, service-identity, command-logs',
    ],
    ['who opened it', session(0, WHOLE.slice(1)), 'trail "alice" lacks user-identity'],
    [
      'the version of its transcript',
      session(0, WHOLE, false),
      'its transcript is not in S3 (s3://exec-logs/infra-dev/x.log, version v1)',
    ],
    [
      'a transcript',
      session(0, [...WHOLE.slice(0, 2), attestation('command-logs', { ...LOGS, sha256: null })], false),
      'command-logs says that there is no transcript',
    ],
  ])('names a session that lacks %s', (_, lacking, reason) => {
    const statement = stated([lacking, session(1)]);
    expect(isComplete(statement)).toBe(false);
    expect(statement.open).toEqual([`${idOf(0)}: ${reason}`]);
  });

  it('takes the newest transcript that there is, where there are several', () => {
    const held = [
      ...WHOLE,
      attestation('command-logs', { ...LOGS, sha256: 'second', version_id: 'v2' }),
      attestation('command-logs', { ...LOGS, sha256: null, version_id: null }),
    ];
    expect(session(0, held).line).toMatchObject({ sha256: 'second', version_id: 'v2' });
  });
});

it('an attestation is hashed the same, whatever order its fields come in', () => {
  const text =
    '{"attestation_name":"a","is_compliant":true,"user_data":{"list":[{"x":1,"y":2}],"text":"é","zero":null}}';
  expect(
    canonicalAttestation({
      user_data: { zero: null, text: 'é', list: [{ y: 2, x: 1 }] },
      is_compliant: true,
      attestation_name: 'a',
    }),
  ).toBe(text);
});
