import { COMPLETE, endSession, person, poll, sessionId, trailOf, trails } from './sessions';
import { stages } from './stage';

describe('a function that runs out of time', () => {
  const openStage = stages();

  it('hands back what it could not finish before Lambda ends it, and loses nothing', async () => {
    // 20 seconds are kept for handing back, so two are left for the work.
    const stage = await openStage({ timeoutSeconds: 22 });
    await endSession(stage, { sessionId: sessionId(1), userIdentity: person('alice') });
    await endSession(stage, { sessionId: sessionId(2), userIdentity: person('bob') });
    stage.kosli.order({ method: 'PUT', times: 2 }, { kind: 'delay', ms: 5_000 });
    const { outcome, deliveries } = await poll(stage);
    expect(outcome.kind).toBe('returned');
    expect(deliveries).toMatchObject(Array(2).fill({ deleted: false, hiddenForSeconds: 30 }));
    stage.kosli.mend();
    await stage.mapping.passTime();
    await poll(stage);
    expect(trails(stage)).toEqual({ [trailOf('alice')]: COMPLETE, [trailOf('bob')]: COMPLETE });
  });
});
