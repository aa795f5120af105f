import { isHeld } from '../../../lambda/evidence/already-reported';
import type { Attestation } from '../../../lambda/evidence/attestation';

const attestation = (name: Attestation['name'], userData: Attestation['userData']): Attestation => ({
  name,
  compliant: true,
  description: '',
  userData: { session_id: 's-1', ...userData },
  attachment: null,
});
const held = (userData: Record<string, unknown>) => [{ userData: { session_id: 's-1', ...userData } }];

describe('a trail holds an attestation already', () => {
  it.each([
    ['user-identity', { cloudtrail_event_id: 'e-1' }],
    ['service-identity', { task_definition_arn: 'web:7' }],
    ['command-logs', { sha256: 'aa' }],
  ] as const)('when its %s says the same of the same session', (name, userData) => {
    expect(isHeld(attestation(name, userData), held({ ...userData, reporter_version: 'older' }))).toBe(true);
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
    expect(isHeld(attestation('user-identity', { ...call, ...now }), held({ ...call, ...before }))).toBe(
      true,
    );
  });

  it('when less could be found out this time', () => {
    const gone = attestation('service-identity', {
      task_definition_arn: null,
      reason: 'ECS no longer knows the task',
    });
    expect(isHeld(gone, held({ task_definition_arn: 'web:7' }))).toBe(true);
  });
});

describe('a trail does not hold an attestation yet', () => {
  it('when it is of another session of the same person', () => {
    expect(
      isHeld(attestation('command-logs', { sha256: 'aa' }), held({ session_id: 's-2', sha256: 'aa' })),
    ).toBe(false);
  });

  it('when the bytes differ', () => {
    expect(isHeld(attestation('command-logs', { sha256: 'aa' }), held({ sha256: 'bb' }))).toBe(false);
  });

  it('when more could be found out this time', () => {
    const described = attestation('service-identity', { task_definition_arn: 'web:7' });
    expect(isHeld(described, held({ task_definition_arn: null }))).toBe(false);
  });

  it('when another object of the session is gone', () => {
    const gone = attestation('command-logs', { sha256: null, key: 'k', version_id: null, etag: 'e-2' });
    expect(isHeld(gone, held({ sha256: 'aa', key: 'k', version_id: null, etag: 'e-1' }))).toBe(false);
    expect(isHeld(gone, held({ sha256: 'aa', key: 'k', version_id: null, etag: 'e-2' }))).toBe(true);
  });

  it.each([
    ['came', { digest_verified: 'true' }, { digest_verified: 'pending' }],
    ['came from event history', {}, { digest_verified: 'pending' }],
    ['turned against the file', { digest_verified: 'false' }, { digest_verified: 'true' }],
    ['came and does not list the file', { digest_verified: 'unlisted' }, { digest_verified: 'pending' }],
  ])('when the verdict on the same call %s', (_, now, before) => {
    const identity = attestation('user-identity', { cloudtrail_event_id: 'e-1', ...now });
    expect(isHeld(identity, held({ cloudtrail_event_id: 'e-1', ...before }))).toBe(false);
  });

  it.each([
    ['of a call it knows', { cloudtrail_event_id: 'e-1' }],
    ['of a session nobody is named for', { cloudtrail_event_id: null }],
  ])('when another record disagrees, %s', (_, call) => {
    const identity = attestation('user-identity', { ...call, disagreeing_records: 'e-2 in a file' });
    expect(isHeld(identity, held(call))).toBe(false);
    expect(isHeld(identity, held({ ...call, disagreeing_records: 'e-2 in a file' }))).toBe(true);
  });

  it('when it holds none', () => {
    expect(isHeld(attestation('command-logs', { sha256: null }), [])).toBe(false);
  });
});
