import { ATTESTATIONS } from '../../stand-ins/attestations';
import { person } from '../../stand-ins/recorded-session/callers';
import { CALLERS } from '../fixtures/user-identities';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import {
  attestationsOf,
  endSession,
  openSession,
  poll,
  sessionId,
  trailOf,
  trails,
  uploadTranscript,
} from './sessions';
import { stages } from './stage';

describeOnRuntime('a session ends on the trail of whoever opened it', () => {
  const openStage = stages();

  it('whatever kind of caller that was', async () => {
    const stage = await openStage();
    const callers = Object.values(CALLERS);
    for (const [n, { userIdentity }] of callers.entries())
      await endSession(stage, { sessionId: sessionId(n), userIdentity });
    await poll(stage);
    const found = [...stage.kosli.trails.values()].flatMap(({ name, attestations }) =>
      attestations.map(
        ({ user_data, attestation_name }) => `${user_data?.session_id} ${attestation_name} ${name}`,
      ),
    );
    const expected = callers.flatMap(({ trail }, n) =>
      ATTESTATIONS.map((attestation) => `${sessionId(n)} ${attestation} ${trail}`),
    );
    expect(found.sort()).toEqual(expected.sort());
  });

  it('and is not compliant when that was the root user', async () => {
    const stage = await openStage();
    await endSession(stage, { userIdentity: CALLERS['the root user'].userIdentity });
    await poll(stage);
    expect(attestationsOf(stage).userIdentity).toMatchObject({
      is_compliant: false,
      user_data: { type: 'Root', reason: 'the account root user opened it' },
    });
  });

  it('and so do fifty in one batch, with one pass through event history', async () => {
    const stage = await openStage();
    for (let n = 0; n < 50; n += 1)
      await endSession(stage, { sessionId: sessionId(n), userIdentity: person(`engineer-${n % 10}`) });
    const { deliveries } = await poll(stage);
    expect(deliveries).toHaveLength(50);
    expect(stage.cloudtrail.calls.map(({ operation }) => operation)).toEqual(['LookupEvents']);
    expect(stage.ecs.calls).toHaveLength(1);
    expect(Object.values(trails(stage)).flat()).toHaveLength(50 * ATTESTATIONS.length);
  });

  it('found by the session id alone, behind a page of other calls', async () => {
    const stage = await openStage();
    for (let n = 100; n < 160; n += 1)
      openSession(stage, { sessionId: sessionId(n), userIdentity: person('mallory') });
    openSession(stage, { openedAt: new Date(Date.now() - 47 * 3_600_000) });
    await uploadTranscript(stage);
    await poll(stage);
    expect(trails(stage)).toEqual({ [trailOf('alice')]: ATTESTATIONS });
    expect(stage.cloudtrail.calls).toHaveLength(2);
  });

  it('together with the other sessions of the same person', async () => {
    const stage = await openStage();
    await endSession(stage, { sessionId: sessionId(1) });
    await poll(stage);
    await endSession(stage, { sessionId: sessionId(2) });
    await poll(stage);
    expect(trails(stage)).toEqual({ [trailOf('alice')]: [...ATTESTATIONS, ...ATTESTATIONS] });
    expect(attestationsOf(stage, sessionId(2)).commandLogs.is_compliant).toBe(true);
  });

  it('under the name the template makes of it', async () => {
    const stage = await openStage({
      variables: { trail_name_template: '{service}.{principalName}.{cluster}' },
    });
    await endSession(stage, { userIdentity: person('alice@example.com') });
    await poll(stage);
    expect(trails(stage)).toEqual({ 'checkout.alice-example.com.production': ATTESTATIONS });
  });
});
