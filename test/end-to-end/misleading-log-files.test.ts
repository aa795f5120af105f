import { gzipSync } from 'node:zlib';
import { ATTESTATIONS } from '../../stand-ins/attestations';
import { person } from '../../stand-ins/recorded-session/callers';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import {
  CLOUDTRAIL,
  createCloudTrailBucket,
  deliver,
  digestWriter,
  logFile,
  logFileKey,
  MINUTE_MS,
  minutesAgo,
  putInCloudTrailBucket,
  WITH_CLOUDTRAIL_BUCKET,
} from './log-files';
import {
  attestationsOf,
  poll,
  rememberStart,
  send,
  sessionId,
  trailOf,
  trails,
  uploadTranscript,
} from './sessions';
import { stages } from './stage';

const MALLORY = { userIdentity: person('mallory'), eventId: 'event-that-never-was' };
const ALICES = { [trailOf('alice')]: ATTESTATIONS };
const NOBODYS = { [`unattributed-${sessionId()}`]: ATTESTATIONS };

describeOnRuntime("an object in the CloudTrail bucket that is not one of CloudTrail's log files", () => {
  const openStage = stages(...WITH_CLOUDTRAIL_BUCKET);

  it.each([
    ['an empty object', Buffer.alloc(0)],
    ['a single byte', Buffer.from('{')],
    ['a single byte, gzipped,', gzipSync('{')],
    ['something else', Buffer.from('not a log file')],
  ])('but %s does not hold up the search, and is counted', async (_, bytes) => {
    const stage = await openStage({ timeoutSeconds: 35 });
    await createCloudTrailBucket(stage);
    await putInCloudTrailBucket(stage, logFileKey(minutesAgo(91)), bytes);
    await deliver(stage, { openedAt: minutesAgo(95), sessionId: sessionId(2) }, { at: minutesAgo(90) });
    await uploadTranscript(stage, { minutesAgo: 90 });
    expect((await poll(stage)).outcome.kind).toBe('returned');
    expect(trails(stage)).toEqual(NOBODYS);
    expect(attestationsOf(stage).userIdentity.user_data?.reason).toMatch(
      /1 of 2 log files could not be read \(1 broken\)/,
    );
  });

  it('but an empty digest does not hold up the search either', async () => {
    const stage = await openStage({ timeoutSeconds: 35 });
    await createCloudTrailBucket(stage);
    await deliver(stage, { openedAt: minutesAgo(210) });
    const ended = minutesAgo(180);
    const [date = '', time = ''] = ended
      .toISOString()
      .replace(/\.\d+Z/, '')
      .split('T');
    const folder = `${CLOUDTRAIL.prefix}/AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/${date.replaceAll('-', '/')}`;
    const stamp = `${date.replaceAll('-', '')}T${time.replaceAll(':', '')}Z`;
    await putInCloudTrailBucket(
      stage,
      `${folder}/111122223333_CloudTrail-Digest_eu-central-1_t_eu-central-1_${stamp}.json.gz`,
      Buffer.alloc(0),
    );
    await uploadTranscript(stage, { minutesAgo: 200 });
    expect((await poll(stage)).outcome.kind).toBe('returned');
    expect(attestationsOf(stage).userIdentity).toMatchObject({
      is_compliant: false,
      user_data: { digest_verified: 'unchecked' },
    });
  });
});

describeOnRuntime('a log file that names somebody and no digest confirms', () => {
  const openStage = stages(...WITH_CLOUDTRAIL_BUCKET);

  it('names nobody while CloudTrail may still write the digest', async () => {
    const stage = await openStage();
    await createCloudTrailBucket(stage);
    await deliver(stage, { openedAt: minutesAgo(20), ...MALLORY });
    await uploadTranscript(stage);
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: false, hiddenForSeconds: 60 }]);
    expect(stage.reporter.logs()).toContain('digest');
    expect(trails(stage)).toEqual({});
  });

  it('names nobody when it has the name of an old one and was put there just now', async () => {
    const stage = await openStage();
    await createCloudTrailBucket(stage);
    await deliver(stage, { openedAt: minutesAgo(240), ...MALLORY });
    await uploadTranscript(stage, { minutesAgo: 10 });
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: false }]);
    expect(trails(stage)).toEqual({});
  });

  it('names whom it names once the digest confirms it', async () => {
    const stage = await openStage();
    await createCloudTrailBucket(stage);
    const call = { openedAt: minutesAgo(70) };
    const key = await deliver(stage, call);
    await uploadTranscript(stage);
    await poll(stage);
    expect(trails(stage)).toEqual({});
    await digestWriter(stage)(minutesAgo(30), { [key]: logFile(call) });
    await stage.mapping.passTime();
    await poll(stage);
    expect(trails(stage)).toEqual(ALICES);
    expect(attestationsOf(stage).userIdentity).toMatchObject({
      is_compliant: true,
      user_data: { digest_verified: 'true' },
    });
  });

  it('names whom it names when no digest came in two hours, and says that none did', async () => {
    const stage = await openStage();
    await createCloudTrailBucket(stage);
    await deliver(stage, { openedAt: minutesAgo(195) });
    await uploadTranscript(stage, { minutesAgo: 185 });
    await poll(stage);
    expect(attestationsOf(stage).userIdentity).toMatchObject({
      is_compliant: true,
      description: expect.stringMatching(/no digest/),
      user_data: { digest_verified: 'pending', principal_id: 'AROAEXAMPLE:alice' },
    });
  });

  it('is not believed when the digest of its hour came and does not list it', async () => {
    const stage = await openStage();
    await createCloudTrailBucket(stage);
    await deliver(stage, { openedAt: minutesAgo(215), ...MALLORY });
    await digestWriter(stage)(minutesAgo(190), {});
    await uploadTranscript(stage, { minutesAgo: 205 });
    await poll(stage);
    expect(attestationsOf(stage).userIdentity).toMatchObject({
      is_compliant: false,
      user_data: { digest_verified: 'unlisted', reason: expect.stringMatching(/does not list/) },
    });
  });

  it('does not hide the one that CloudTrail signed, wherever it is', async () => {
    const stage = await openStage();
    await createCloudTrailBucket(stage);
    const call = { openedAt: minutesAgo(70) };
    const key = await deliver(stage, call);
    await deliver(stage, { openedAt: minutesAgo(12), ...MALLORY }, { suffix: 'planted', at: minutesAgo(5) });
    await digestWriter(stage)(minutesAgo(30), { [key]: logFile(call) });
    await uploadTranscript(stage);
    await poll(stage);
    expect(trails(stage)).toEqual(ALICES);
    expect(attestationsOf(stage).userIdentity).toMatchObject({
      is_compliant: false,
      description: expect.stringMatching(/another record/),
      user_data: { principal_id: 'AROAEXAMPLE:alice', digest_verified: 'true' },
    });
  });

  it('names nobody when another one names somebody else: both are attached', async () => {
    const stage = await openStage();
    await createCloudTrailBucket(stage);
    await deliver(stage, { openedAt: minutesAgo(195) });
    await deliver(stage, { openedAt: minutesAgo(195), ...MALLORY }, { suffix: 'planted' });
    await uploadTranscript(stage, { minutesAgo: 185 });
    await poll(stage);
    expect(trails(stage)).toEqual(NOBODYS);
    const { userIdentity } = attestationsOf(stage);
    expect(userIdentity.is_compliant).toBe(false);
    expect(userIdentity.description).toMatch(/2 records .* disagree/);
    const attached = userIdentity.attachment?.bytes?.toString() ?? '';
    expect(attached).toContain('AROAEXAMPLE:alice');
    expect(attached).toContain('AROAEXAMPLE:mallory');
  });

  it('whose digest contradicts it leaves time for the genuine one until the deadline', async () => {
    const stage = await openStage();
    await createCloudTrailBucket(stage);
    const key = await deliver(stage, { openedAt: minutesAgo(70), ...MALLORY });
    await digestWriter(stage)(minutesAgo(30), { [key]: Buffer.from('as it was before') });
    await uploadTranscript(stage);
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: false }]);
    expect(trails(stage)).toEqual({});
  });

  it('is reported again when the verdict of its digest has changed, and not otherwise', async () => {
    const stage = await openStage();
    await createCloudTrailBucket(stage);
    const call = { openedAt: minutesAgo(195) };
    const key = await deliver(stage, call);
    await uploadTranscript(stage, { minutesAgo: 185 });
    const { deliveries } = await poll(stage);
    const again = () => send(stage, deliveries[0]?.body ?? '');
    await again();
    await poll(stage);
    expect(trails(stage)).toEqual(ALICES);
    await digestWriter(stage)(minutesAgo(150), { [key]: logFile(call) });
    await again();
    await poll(stage);
    await again();
    await poll(stage);
    const verdicts = stage.kosli.trails
      .get(trailOf('alice'))
      ?.attestations.filter(({ attestation_name }) => attestation_name === 'user-identity')
      .map(({ user_data }) => user_data?.digest_verified);
    expect(verdicts).toEqual(['pending', 'true']);
  });
});

describeOnRuntime('a log file that CloudTrail delivers late', () => {
  const openStage = stages(...WITH_CLOUDTRAIL_BUCKET);

  it.each([
    ['where SSM knows when the session began', true],
    ['where nobody knows', false],
  ])('is read until the deadline, %s', async (_, known) => {
    const stage = await openStage({ variables: { identity_deadline_minutes: '240' } });
    await createCloudTrailBucket(stage);
    const openedAt = minutesAgo(420);
    if (known) rememberStart(stage, openedAt);
    const at = new Date(openedAt.getTime() + 180 * MINUTE_MS);
    const call = { openedAt };
    const key = await deliver(stage, call, { at });
    await digestWriter(stage)(new Date(at.getTime() + 20 * MINUTE_MS), { [key]: logFile(call) });
    await uploadTranscript(stage, { minutesAgo: 410 });
    await poll(stage);
    expect(trails(stage)).toEqual(ALICES);
  });
});
