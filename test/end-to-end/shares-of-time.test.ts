import { ATTESTATIONS } from '../../stand-ins/attestations';
import { person } from '../../stand-ins/recorded-session/callers';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import {
  createCloudTrailBucket,
  deliver,
  digestWriter,
  logFile,
  minutesAgo,
  WITH_CLOUDTRAIL_BUCKET,
} from './log-files';
import {
  attestationsOf,
  openSession,
  poll,
  rememberStart,
  sessionId,
  trailOf,
  trails,
  uploadTranscript,
} from './sessions';
import { stages } from './stage';

const DAY_MINUTES = 24 * 60;

describeOnRuntime('each place that is searched for a caller has its own share of the time', () => {
  const openStage = stages(...WITH_CLOUDTRAIL_BUCKET);
  const lookups = ({ cloudtrail }: Awaited<ReturnType<typeof openStage>>) =>
    cloudtrail.calls
      .filter(({ operation }) => operation === 'LookupEvents')
      .map(({ input }) => input as { StartTime: number; EndTime: number });

  it('so that event history that does not answer leaves the CloudTrail bucket its own', async () => {
    const stage = await openStage({ timeoutSeconds: 36 });
    await createCloudTrailBucket(stage);
    stage.cloudtrail.slowDown(120_000);
    const call = { openedAt: minutesAgo(100) };
    const key = await deliver(stage, call);
    await digestWriter(stage)(minutesAgo(60), { [key]: logFile(call) });
    await uploadTranscript(stage, { minutesAgo: 90 });
    await poll(stage);
    expect(trails(stage)).toEqual({ [trailOf('alice')]: ATTESTATIONS });
  });

  it('and a place that gives no answer keeps a session waiting for a day after its deadline', async () => {
    const stage = await openStage({ timeoutSeconds: 36 });
    await createCloudTrailBucket(stage);
    stage.cloudtrail.slowDown(120_000);
    await uploadTranscript(stage, { minutesAgo: 24 * 60 });
    await poll(stage);
    expect(trails(stage)).toEqual({});
  });

  it('and what was not read to its end is not said to have shown nothing', async () => {
    const stage = await openStage({ timeoutSeconds: 36 });
    await createCloudTrailBucket(stage);
    stage.cloudtrail.slowDown(120_000);
    await uploadTranscript(stage, { minutesAgo: 26 * 60 });
    await poll(stage);
    const reason = String(attestationsOf(stage).userIdentity.user_data?.reason);
    expect(reason).toMatch(/event history was not read to its end/);
    expect(reason).toMatch(/CloudTrail bucket acme-cloudtrail showed no ExecuteCommand call/);
    expect(reason).not.toMatch(/event history[^;]* showed no/);
  });

  it('and an old message in a batch with a fresh one does not mean the days between them', async () => {
    const stage = await openStage();
    await createCloudTrailBucket(stage);
    const old = minutesAgo(6 * DAY_MINUTES);
    openSession(stage, { sessionId: sessionId(1), openedAt: minutesAgo(10) });
    openSession(stage, { sessionId: sessionId(2), openedAt: old, userIdentity: person('bob') });
    for (let n = 100; n < 400; n += 1)
      openSession(stage, { sessionId: sessionId(n), openedAt: minutesAgo(3.5 * DAY_MINUTES) });
    await uploadTranscript(stage, { id: sessionId(1) });
    await uploadTranscript(stage, { id: sessionId(2), minutesAgo: 6 * DAY_MINUTES - 10 });
    await poll(stage);
    expect(trails(stage)).toEqual({ [trailOf('alice')]: ATTESTATIONS, [trailOf('bob')]: ATTESTATIONS });
    expect(lookups(stage)).toHaveLength(2);
    // 48 hours, and six more that a page may show without another look-up.
    for (const { StartTime, EndTime } of lookups(stage)) expect(EndTime - StartTime).toBeLessThan(55 * 3_600);
  });

  it('and is spent around the start where SSM knows it, once the first pages did not show the call', async () => {
    const stage = await openStage();
    await createCloudTrailBucket(stage);
    const openedAt = minutesAgo(20 * 60);
    openSession(stage, { openedAt });
    for (let n = 100; n < 600; n += 1)
      openSession(stage, { sessionId: sessionId(n), openedAt: minutesAgo(60) });
    rememberStart(stage, openedAt);
    await uploadTranscript(stage);
    await poll(stage);
    expect(trails(stage)).toEqual({ [trailOf('alice')]: ATTESTATIONS });
    expect(lookups(stage).length).toBeLessThanOrEqual(4);
  });
});
