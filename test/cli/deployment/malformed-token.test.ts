import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from '../../../cli/command';
import { reconcile } from '../../../cli/commands/reconcile';
import { replay } from '../../../cli/commands/replay';
import { sessions } from '../../../cli/commands/sessions';
import { show } from '../../../cli/commands/show';
import { EXIT } from '../../../cli/exit-code';
import { sessionId } from '../../end-to-end/sessions';
import { accountsOnStage, runCommand } from '../account-on-stage';
import { setEnvironment } from '../environment';

const SHOW = { 'session-id': sessionId() };
const MALFORMED = ['of\nmine', 'gehe\u00efm'];

/** What would keep the process alive: Node counts timers that were set and neither fired nor cleared. */
const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

describe('a KOSLI_API_TOKEN that no token can be', () => {
  const openAccount = accountsOnStage();
  let restore = () => {};
  afterEach(() => restore());

  it.each([
    ['sessions', sessions, {}],
    ['show', show, SHOW],
  ] as const)('is told by %s, which leaves nothing behind that keeps it alive', async (_, command, given) => {
    const { stage } = await openAccount();
    for (const token of MALFORMED) {
      restore = setEnvironment({ KOSLI_API_TOKEN: token });
      await pause(100);
      const before = timers();
      await expect(runCommand(command as Command, given)).rejects.toThrow('KOSLI_API_TOKEN contains');
      await pause(100);
      expect(timers()).toBeLessThanOrEqual(before);
      restore();
    }
    expect(stage.cloudtrail.calls).toEqual([]);
  });

  it('stops neither reconcile nor replay, which ask Kosli nothing', async () => {
    const { stage } = await openAccount();
    restore = setEnvironment({ KOSLI_API_TOKEN: MALFORMED[0] });
    expect((await runCommand(reconcile)).code).toBe(EXIT.ok);
    expect((await runCommand(replay, { 'dead-letters': true, 'dry-run': true })).code).toBe(EXIT.ok);
    expect(stage.ssm.calls.filter(({ operation }) => operation === 'GetParameter')).toEqual([]);
  });
});
