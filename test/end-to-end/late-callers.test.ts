import { ATTESTATIONS } from '../../stand-ins/attestations';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
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

describeOnRuntime('a session CloudTrail does not show yet', () => {
  const openStage = stages();

  it('goes back to the queue, for longer each time, and is reported when it shows', async () => {
    const stage = await openStage();
    await uploadTranscript(stage);
    const waits: unknown[] = [];
    for (let receive = 1; receive <= 5; receive += 1) {
      const { deliveries } = await poll(stage);
      waits.push(deliveries.map(({ deleted, hiddenForSeconds }) => !deleted && hiddenForSeconds));
      await stage.mapping.passTime();
    }
    expect(waits).toEqual([[60], [120], [240], [300], [600]]);
    expect(trails(stage)).toEqual({});
    openSession(stage);
    await poll(stage);
    expect(trails(stage)).toEqual({ [trailOf('alice')]: ATTESTATIONS });
  });

  it('stays out of sight until its time has come', async () => {
    const stage = await openStage();
    await uploadTranscript(stage);
    await poll(stage);
    expect(await stage.mapping.poll()).toBeNull();
  });

  it('is reported once its deadline has passed, as unattributed and not compliant', async () => {
    const stage = await openStage({ variables: { identity_deadline_minutes: '30' } });
    await uploadTranscript(stage, { minutesAgo: 31 });
    const { deliveries } = await poll(stage);
    expect(deliveries).toMatchObject([{ deleted: true }]);
    expect(trails(stage)).toEqual({ [`unattributed-${sessionId()}`]: ATTESTATIONS });
    expect(attestationsOf(stage).userIdentity).toMatchObject({
      is_compliant: false,
      user_data: { principal_id: null, reason: expect.stringContaining('31 minutes') },
    });
  });

  it('is still waited for a minute before its deadline', async () => {
    const stage = await openStage({ variables: { identity_deadline_minutes: '30' } });
    await uploadTranscript(stage, { minutesAgo: 29 });
    await poll(stage);
    expect(trails(stage)).toEqual({});
  });

  it('names its task from what SSM remembers, when the caller is unknown', async () => {
    const stage = await openStage();
    openSession(stage, { sessionId: sessionId(2) });
    rememberStart(stage, new Date(Date.now() - 2 * 3_600_000));
    await uploadTranscript(stage, { minutesAgo: 90 });
    await poll(stage);
    const { serviceIdentity, commandLogs } = attestationsOf(stage);
    expect(serviceIdentity.user_data).toMatchObject({ service_name: 'checkout' });
    expect(commandLogs.user_data).toMatchObject({ duration_seconds: 60 });
  });

  it('goes back to the queue when CloudTrail throttles, and is looked up again later', async () => {
    const stage = await openStage();
    openSession(stage);
    await uploadTranscript(stage);
    stage.cloudtrail.throttle(5);
    const { deliveries } = await poll(stage);
    expect(deliveries).toMatchObject([{ deleted: false, hiddenForSeconds: 30 }]);
    expect(stage.reporter.logs()).toContain('CloudTrail LookupEvents did not answer: ThrottlingException');
    await stage.mapping.passTime();
    await poll(stage);
    expect(trails(stage)).toEqual({ [trailOf('alice')]: ATTESTATIONS });
  });
});
