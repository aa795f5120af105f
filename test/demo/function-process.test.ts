import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FunctionProcess, functionProcess } from '../../demo/deployment/function-process';

describe('a function in its own process', () => {
  let taskRoot = '';
  let running: FunctionProcess;
  beforeEach(async () => {
    taskRoot = await mkdtemp(join(tmpdir(), 'function-'));
  });
  afterEach(async () => {
    await running.close();
    await rm(taskRoot, { recursive: true });
  });

  const start = async (source: string, timeoutSeconds = 30): Promise<FunctionProcess> => {
    await writeFile(join(taskRoot, 'handler.js'), source);
    const settings = {
      name: 'reporter',
      handler: 'handler.handler',
      taskRoot,
      timeoutSeconds,
      memoryMb: 128,
    };
    running = functionProcess({ ...settings, environment: { COLOUR: 'red' }, node: process.execPath });
    return running;
  };

  it('gets the event, a context, and no environment but its own', async () => {
    const { invoke } = await start(`exports.handler = async (event, context) => ({
      event, name: context.functionName, arn: context.invokedFunctionArn,
      inTime: context.getRemainingTimeInMillis() > 29_000, colour: process.env.COLOUR, path: process.env.PATH ?? null })`);
    expect(await invoke({ Records: [] })).toMatchObject({
      kind: 'returned',
      result: {
        event: { Records: [] },
        name: 'reporter',
        arn: 'arn:aws:lambda:eu-central-1:111122223333:function:reporter',
        inTime: true,
        colour: 'red',
        path: null,
      },
    });
  });

  it('stays warm for the next event', async () => {
    const { invoke } = await start('let count = 0; exports.handler = async () => ++count');
    expect([await invoke(1), await invoke(2)]).toMatchObject([{ result: 1 }, { result: 2 }]);
  });

  it('says what it threw', async () => {
    const { invoke } = await start("exports.handler = async () => { throw new TypeError('no') }");
    expect(await invoke(1)).toMatchObject({ kind: 'threw', error: 'TypeError: no' });
  });

  it('has crashed when it runs out of time, and starts cold afterwards', async () => {
    const { invoke } = await start(
      'exports.handler = (event) => event === 1 ? new Promise(() => setInterval(() => {}, 9)) : "cold"',
      1,
    );
    expect(await invoke(1)).toMatchObject({ kind: 'crashed' });
    expect(await invoke(2)).toMatchObject({ kind: 'returned', result: 'cold' });
  });

  it('has crashed when its package does not load, and the log says why', async () => {
    const { invoke, logs } = await start("require('./missing')");
    expect(await invoke(1)).toMatchObject({ kind: 'crashed' });
    expect(logs()).toContain("Cannot find module './missing'");
  });
});
