import { alreadyReported } from '../../../lambda/evidence/already-reported';
import type { Attestation, UserData } from '../../../lambda/evidence/attestation';
import { comparedFields, subjectOf } from '../../../lambda/evidence/attestations';
import { SESSION, sessionId } from '../records';

const planned = (name: Attestation['name'], userData: UserData): Attestation => ({
  name,
  subject: SESSION,
  sessionId: sessionId(),
  compliant: true,
  description: '',
  userData,
  compared: comparedFields(name, userData),
  attachment: null,
});
/** Whether a trail that holds the one for this session already holds the other. */
const holds = (name: Attestation['name'], before: UserData, now: UserData, ofSession: string = SESSION) =>
  alreadyReported(planned(name, now), [{ subject: ofSession, compared: comparedFields(name, before) }]);

describe('a trail holds an attestation already', () => {
  it.each([
    ['user-identity', { cloudtrail_event_id: 'e-1' }],
    ['service-identity', { task_definition_arn: 'web:7' }],
    ['command-logs', { sha256: 'aa' }],
  ] as const)('when its %s says the same of the same session', (name, userData) => {
    expect(holds(name, { ...userData, reporter_version: 'older' }, userData)).toBe(true);
  });

  const call = { cloudtrail_event_id: 'e-1' };
  it.each([
    [
      'the digest could not be checked this time',
      { digest_verified: 'pending' },
      { digest_verified: 'true' },
    ],
    ['event history shows what the digest confirmed', {}, { digest_verified: 'true' }],
    ['the digest confirms what event history showed', { digest_verified: 'true' }, {}],
    ['the record that disagreed was not come upon', {}, { disagreeing_records: 'e-2 in a file' }],
  ])('when %s', (_, now, before) => {
    expect(holds('user-identity', { ...call, ...before }, { ...call, ...now })).toBe(true);
  });

  it('when less could be found out this time', () => {
    const gone = { task_definition_arn: null, reason: 'ECS no longer knows the task' };
    expect(holds('service-identity', { task_definition_arn: 'web:7' }, gone)).toBe(true);
  });
});

describe('a trail that has a verdict of the digest', () => {
  const verdicts = ['true', 'false', 'unlisted', 'unchecked', 'pending'] as const;
  const call = { cloudtrail_event_id: 'e-1' };

  it.each([
    ['true', ['true', 'unlisted', 'unchecked', 'pending']],
    ['false', ['false', 'unlisted', 'unchecked', 'pending']],
    ['unlisted', ['unlisted', 'unchecked', 'pending']],
    ['unchecked', ['unlisted', 'unchecked', 'pending']],
    ['pending', ['pending']],
  ])('%j takes as said already: %j', (before, said) => {
    const held = { ...call, digest_verified: before };
    expect(verdicts.filter((now) => holds('user-identity', held, { ...call, digest_verified: now }))).toEqual(
      said,
    );
  });
});

describe('a trail that has a transcript', () => {
  const logs = { sha256: 'aa', bucket: 'b', key: 'k', version_id: 'v1', etag: 'e-1' };
  const gone = { ...logs, sha256: null };

  it.each([
    ['false', 'true', false],
    ['false', 'unknown', false],
    ['false', undefined, false],
    ['false', 'false', true],
    ['true', 'false', true],
    ['unknown', 'true', true],
  ])('whose writer is now matched %s and was before %s, has said so: %s', (now, before, said) => {
    const held = before === undefined ? logs : { ...logs, writer_matches_task: before };
    expect(holds('command-logs', held, { ...logs, writer_matches_task: now })).toBe(said);
  });

  it.each([
    ['key', { key: 'l' }],
    ['version', { version_id: 'v2' }],
    ['ETag', { etag: 'e-2' }],
  ])('does not hold one that is gone, of another %s', (_, changes) => {
    expect(holds('command-logs', gone, { ...gone, ...changes })).toBe(false);
    expect(holds('command-logs', logs, gone)).toBe(true);
  });

  it('does not hold it because none was found before', () => {
    expect(holds('command-logs', { ...logs, cause: 'unknown' }, gone)).toBe(false);
  });

  it('is told from one of which an older release said less', () => {
    expect(holds('command-logs', { sha256: 'aa' }, logs)).toBe(true);
    expect(holds('command-logs', { sha256: 'bb' }, logs)).toBe(false);
  });
});

describe('a call that opened no session', () => {
  it.each(['access-denied', 'session-bypass'] as const)('is on its trail once: %s', (name) => {
    const said = { session_id: null, cloudtrail_event_id: 'e-1', error_code: 'x' };
    expect(holds(name, said, { ...said, error_code: 'y' })).toBe(true);
    expect(holds(name, said, { ...said, cloudtrail_event_id: 'e-2' })).toBe(false);
  });
});

describe('a statement of a day', () => {
  const stated = {
    date: '2026-07-31',
    revision: 2,
    calls_in_cloudtrail: 1,
    transcripts_in_s3: 1,
    sessions_on_kosli: 1,
    refused_calls: 0,
    bypasses: 0,
    unreadable_calls: 0,
    open: null,
    merkle_root: 'aa',
  };

  it.each([
    ['revision', 1],
    ['calls_in_cloudtrail', 2],
    ['transcripts_in_s3', 0],
    ['sessions_on_kosli', 0],
    ['refused_calls', 1],
    ['bypasses', 1],
    ['unreadable_calls', 1],
    ['open', 'x'],
    ['merkle_root', 'bb'],
  ])('is another one by its %s', (field, value) => {
    expect(holds('completeness', stated, { ...stated, [field]: value })).toBe(false);
  });

  it('is the same whatever else is said, and where an older release did not count what cannot be read', () => {
    expect(holds('completeness', { ...stated, previous_root: 'cc' }, stated)).toBe(true);
    const { unreadable_calls: _, ...older } = stated;
    expect(holds('completeness', older, stated)).toBe(true);
    expect(holds('completeness', older, { ...stated, unreadable_calls: 1 })).toBe(false);
  });
});

describe('an attestation is about', () => {
  it.each([
    ['its session', { session_id: 's', cloudtrail_event_id: 'e', date: 'd' }, 's'],
    ['its call, where that opened none', { session_id: null, cloudtrail_event_id: 'e', date: 'd' }, 'e'],
    ['its day', { session_id: null, cloudtrail_event_id: null, date: 'd' }, 'd'],
  ])('%s', (_, userData, subject) => {
    expect(subjectOf(userData)).toBe(subject);
  });
});

describe('a trail does not hold an attestation yet', () => {
  it('when it is of another session of the same person', () => {
    expect(holds('command-logs', { sha256: 'aa' }, { sha256: 'aa' }, 'another-session')).toBe(false);
  });

  it('when the bytes differ', () => {
    expect(holds('command-logs', { sha256: 'bb' }, { sha256: 'aa' })).toBe(false);
  });

  it('when more could be found out this time', () => {
    expect(holds('service-identity', { task_definition_arn: null }, { task_definition_arn: 'web:7' })).toBe(
      false,
    );
  });

  it('when another object of the session is gone', () => {
    const gone = { sha256: null, key: 'k', version_id: null, etag: 'e-2' };
    expect(holds('command-logs', { ...gone, sha256: 'aa', etag: 'e-1' }, gone)).toBe(false);
    expect(holds('command-logs', { ...gone, sha256: 'aa' }, gone)).toBe(true);
  });

  it.each([
    ['came', { digest_verified: 'true' }, { digest_verified: 'pending' }],
    ['came from event history', {}, { digest_verified: 'pending' }],
    ['turned against the file', { digest_verified: 'false' }, { digest_verified: 'true' }],
    ['came and does not list the file', { digest_verified: 'unlisted' }, { digest_verified: 'pending' }],
  ])('when the verdict on the same call %s', (_, now, before) => {
    const call = { cloudtrail_event_id: 'e-1' };
    expect(holds('user-identity', { ...call, ...before }, { ...call, ...now })).toBe(false);
  });

  it.each([
    ['of a call it knows', { cloudtrail_event_id: 'e-1' }],
    ['of a session nobody is named for', { cloudtrail_event_id: null }],
  ])('when another record disagrees, %s', (_, call) => {
    const told = { ...call, disagreeing_records: 'e-2 in a file' };
    expect(holds('user-identity', call, told)).toBe(false);
    expect(holds('user-identity', told, told)).toBe(true);
  });

  it('when it holds none', () => {
    expect(alreadyReported(planned('command-logs', { sha256: null }), [])).toBe(false);
  });
});
