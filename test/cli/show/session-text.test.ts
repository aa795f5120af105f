import { sessionOfAttestations } from '../../../cli/show/session-of-attestations';
import { sessionText } from '../../../cli/show/session-text';
import type { ShownSession } from '../../../cli/show/shown-session';
import { readableDuration, verdictOf } from '../../../cli/show/summary';
import { recordedTranscript } from '../../../stand-ins/recorded-session/transcript';
import { shownSession, withEveryText } from './shown-sessions';

const TRANSCRIPT = recordedTranscript(new Date('2026-07-31T12:32:30Z'));

describe('a session as text', () => {
  it('says who, what, where and when, what is attested, and what was shown', async () => {
    const text = await sessionText(shownSession(TRANSCRIPT), TRANSCRIPT);
    for (const said of [
      'alice@example.com opened a session in checkout',
      'COMPLIANT (all 3 attestations)',
      'source IP   203.0.113.10',
      'opened      2026-07-31 12:25:25 UTC',
      'lasted      7 min 0 s',
      'service-identity: compliant',
      'as attested',
      '\nroot@ip-10-0-1-23:/app# kill -USR2 1\n',
    ])
      expect(text).toContain(said);
  });

  it('has nothing in it that a terminal obeys, whatever was attested and shown', async () => {
    const hostile = '\x1b]52;c;cm0=\x07\x1b[2J\u202e\x9b31m\r\n';
    const transcript = Buffer.from(`# echo ${hostile}`);
    const text = await sessionText(withEveryText(shownSession(transcript), hostile), transcript);
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u);
    expect(text).toContain('[U+001B]]52;c;cm0=[U+0007]');
  });

  it('says how much of a transcript is shown, of one that is smaller than what is read too', async () => {
    const small = Buffer.from('\n'.repeat(160_085));
    const text = await sessionText(shownSession(small), small);
    expect(text).toContain(
      '20,000 lines, drawn from a part of 160,085 bytes; the whole transcript is at s3://',
    );
    const large = Buffer.from('\n'.repeat(524_289));
    expect(await sessionText(shownSession(large), large)).toContain('at most 524,288 of 524,289 bytes');
  });

  it('says why there is no transcript', async () => {
    const session: ShownSession = {
      ...shownSession(),
      transcript: { kind: 'not-read', location: null, reason: 'none was uploaded: the task stopped' },
    };
    expect(await sessionText(session, null)).toContain(
      '! The transcript was not read: none was uploaded: the task stopped',
    );
  });
});

describe('the state of a session', () => {
  const [user, service, logs] = shownSession().attestations;
  if (!user || !service || !logs) throw new Error('the session lacks an attestation');
  const stateOf = (...attestations: ShownSession['attestations']) =>
    verdictOf(shownSession(undefined, { attestations })).state;

  it('is compliant when all three are', () => {
    expect(stateOf(user, service, logs)).toBe('compliant');
  });
  it('is incomplete without one of them', () => {
    expect(stateOf(user, logs)).toBe('incomplete');
    expect(stateOf()).toBe('incomplete');
  });
  it('is not compliant when one is not, although a later one is', () => {
    expect(stateOf({ ...logs, compliant: false }, user, service, logs)).toBe('not compliant');
    expect(stateOf({ ...logs, compliant: false })).toBe('not compliant');
  });
});

describe('a session is told by its attestations', () => {
  const [user] = shownSession().attestations;
  if (!user) throw new Error('the session lacks an attestation');
  const tell = (name: string, userData: Record<string, unknown>) =>
    sessionOfAttestations('id', { name: 'trail', url: null }, [{ ...user, name, userData }], {
      kind: 'not-read',
      location: null,
      reason: 'not asked for',
    });

  it('and nobody is named where user-identity names nobody', () => {
    expect(tell('user-identity', { principal_id: null, arn: null, type: null }).caller).toBeNull();
    expect(tell('user-identity', { principal_id: 'AIDA' }).caller?.principalId).toBe('AIDA');
  });
  it('and its account is that of the task', () => {
    const clusterArn = 'arn:aws:ecs:eu-central-1:111122223333:cluster/production';
    expect(tell('service-identity', { cluster_arn: clusterArn }).where.accountId).toBe('111122223333');
  });
  it('and a time that is not one gives no duration', () => {
    const { when } = tell('command-logs', { started_at: 'yesterday', ended_at: '2026-07-31T12:32:25Z' });
    expect(readableDuration(shownSession(undefined, { when }))).toBeNull();
    const backwards = { openedAt: '2026-07-31T12:00:01Z', endedAt: '2026-07-31T12:00:00Z', uploadedAt: null };
    expect(readableDuration(shownSession(undefined, { when: backwards }))).toBeNull();
    const long = { openedAt: '2026-07-31T10:00:00Z', endedAt: '2026-07-31T12:00:03Z', uploadedAt: null };
    expect(readableDuration(shownSession(undefined, { when: long }))).toBe('2 h 0 min 3 s');
  });
});
