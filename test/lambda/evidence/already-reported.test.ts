import { alreadyReported } from '../../../lambda/evidence/already-reported';
import type { Attestation, UserData } from '../../../lambda/evidence/attestation';
import { comparedFields } from '../../../lambda/evidence/attestations';
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
