import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ATTESTATIONS } from '../../stand-ins/attestations';
import { person } from '../../stand-ins/recorded-session/callers';
import type { Stage } from '../../stand-ins/stage';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { runFirst } from './run-first';
import { endSession, poll, sessionId, trailOf, trails } from './sessions';
import { stages } from './stage';

describeOnRuntime('when the function dies, its batch comes back and is reported', () => {
  const openStage = stages();
  const BOTH = { [trailOf('alice')]: ATTESTATIONS, [trailOf('bob')]: ATTESTATIONS };

  const endTwoSessions = async (stage: Stage): Promise<void> => {
    await endSession(stage, { sessionId: sessionId(1), userIdentity: person('alice') });
    await endSession(stage, { sessionId: sessionId(2), userIdentity: person('bob') });
  };

  it('of an uncaught exception, in the middle of the work', async () => {
    const stage = await openStage();
    await endTwoSessions(stage);
    const pidFile = join(stage.disk, 'pid');
    const restore = await runFirst(
      stage,
      `require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
       process.once('SIGUSR2', () => { throw new RangeError('uncaught'); });`,
    );
    const raise = () => {
      process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGUSR2');
    };
    stage.kosli.injectFault({ method: 'POST' }, { kind: 'store-then-reset', meanwhile: raise });
    const { outcome, deliveries } = await poll(stage);
    expect(outcome).toEqual({ kind: 'crashed', error: expect.stringContaining('Runtime.ExitError') });
    expect(deliveries).toMatchObject([{ deleted: false }, { deleted: false }]);
    expect(stage.reporter.logs()).toContain('RangeError: uncaught');
    await restore();
    await stage.mapping.passTime();
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: true }, { deleted: true }]);
    expect(trails(stage)).toEqual(BOTH);
  });

  it('at its deadline, which is when Lambda kills it', async () => {
    // 20 seconds are kept for handing back, so five are left for the work once the function is restored.
    const stage = await openStage({ timeoutSeconds: 25 });
    await endTwoSessions(stage);
    const restore = await runFirst(stage, 'await new Promise(() => setInterval(() => {}, 1_000));');
    const { outcome, deliveries } = await poll(stage);
    expect(outcome.kind).toBe('crashed');
    expect(deliveries).toMatchObject([{ deleted: false }, { deleted: false }]);
    expect(trails(stage)).toEqual({});
    await restore();
    await stage.mapping.passTime();
    await poll(stage);
    expect(trails(stage)).toEqual(BOTH);
  });
});
