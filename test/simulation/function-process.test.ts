import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openClock } from './engine/clock';
import { openFunctionProcess, type ProcessSettings } from './engine/function-process';
import { openGateway } from './engine/gateway';

const START = Date.UTC(2026, 10, 18);

describe('a function under the simulated clock', () => {
  const cleanUps: (() => void)[] = [];
  afterEach(() => {
    for (const cleanUp of cleanUps.splice(0).reverse()) cleanUp();
  });

  const open = async (handler: string, more: Partial<ProcessSettings> = {}) => {
    const folder = mkdtempSync(join(tmpdir(), 'function-'));
    cleanUps.push(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'index.js'), `exports.handler = ${handler};`);
    const clock = openClock(join(folder, 'clock'), START);
    const gateway = await openGateway();
    cleanUps.push(clock.close, gateway.close);
    return openFunctionProcess({
      name: 'reporter',
      handler: 'index.handler',
      taskRoot: folder,
      timeoutSeconds: 60,
      memoryMb: 512,
      environment: {},
      node: process.execPath,
      gateway,
      clockFile: clock.path,
      seed: 1,
      logFile: join(folder, 'log'),
      ...more,
    });
  };
  const invocation = { event: {}, requestId: 'one', functionArn: 'arn', deadline: START + 60_000 };

  it('returns at the simulated time, which stands still', async () => {
    const running = await open('async () => [Date.now(), new Date().getTime()]');
    const rest = await running.takeTurn({ invocation, answers: [] });
    await running.kill();
    expect(rest.ended).toEqual({ kind: 'returned', result: [START, START] });
  });

  it('ends the run when it never comes to rest, and names its log', async () => {
    const running = await open('async () => { for (;;); }', { restSeconds: 1 });
    await expect(running.takeTurn({ invocation, answers: [] })).rejects.toThrow(
      /did not come to rest within 1 s .*log$/,
    );
    await running.kill();
  });

  it('says so when it ends instead of answering, and when it had ended before', async () => {
    const running = await open('async () => process.exit(3)');
    await expect(running.takeTurn({ invocation, answers: [] })).rejects.toThrow(/ended before it answered/);
    await expect(running.takeTurn({ invocation, answers: [] })).rejects.toThrow(/channel/i);
    await running.kill();
  });
});
