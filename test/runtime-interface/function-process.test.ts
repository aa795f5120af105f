import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { FunctionProcess } from '../../stand-ins/aws-lambda/function-process';
import { lambdaNodeMajor } from '../tools/tools';
import { chosenRuntime, isUnderInterfaceClient } from './chosen-runtime';
import { describeOnRuntime } from './describe-on-runtime';

describeOnRuntime('a function in its own process', () => {
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
    await writeFile(join(taskRoot, 'main.js'), source);
    const { runtime, node } = chosenRuntime();
    running = runtime({
      name: 'reporter',
      handler: 'main.handler',
      taskRoot,
      timeoutSeconds,
      memoryMb: 128,
      environment: { COLOUR: 'red' },
      node,
    });
    return running;
  };

  it('gets the event, and a context', async () => {
    const { invoke } = await start(`exports.handler = async (event, context) => ({
      event, ...context, inTime: context.getRemainingTimeInMillis() > 20_000 })`);
    expect(await invoke({ Records: [] })).toMatchObject({
      kind: 'returned',
      result: {
        event: { Records: [] },
        functionName: 'reporter',
        functionVersion: '$LATEST',
        invokedFunctionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:reporter',
        memoryLimitInMB: '128',
        logGroupName: '/aws/lambda/reporter',
        awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        inTime: true,
      },
    });
  });

  it('gets the environment it was given and what Lambda adds, in the folder of its package, and no more', async () => {
    const { invoke } = await start('exports.handler = async () => ({ ...process.env, cwd: process.cwd() })');
    const outcome = await invoke(1);
    expect(outcome).toMatchObject({
      result: {
        COLOUR: 'red',
        _HANDLER: 'main.handler',
        LAMBDA_TASK_ROOT: taskRoot,
        AWS_LAMBDA_FUNCTION_NAME: 'reporter',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
        cwd: taskRoot,
      },
    });
    expect(outcome).not.toHaveProperty('result.JEST_WORKER_ID');
  });

  it('runs on the Node that was chosen', async () => {
    const { invoke } = await start('exports.handler = async () => Number.parseInt(process.versions.node)');
    expect(await invoke(1)).toMatchObject({ result: lambdaNodeMajor() });
  });

  it('stays warm for the next event', async () => {
    const { invoke } = await start('let count = 0; exports.handler = async () => ++count');
    expect([await invoke(1), await invoke(2)]).toMatchObject([{ result: 1 }, { result: 2 }]);
  });

  it('says what it threw, and stays warm', async () => {
    const { invoke } = await start(
      "let count = 0; exports.handler = async () => { if (++count === 1) throw new TypeError('no'); return count }",
    );
    expect(await invoke(1)).toMatchObject({ kind: 'threw', error: 'TypeError: no' });
    expect(await invoke(2)).toMatchObject({ kind: 'returned', result: 2 });
  });

  it('has crashed after an uncaught exception, the log says why, and it starts cold afterwards', async () => {
    const { invoke, logs } = await start(`let count = 0; exports.handler = (event) => {
      count += 1;
      if (event !== 1) return Promise.resolve(count);
      setImmediate(() => { throw new RangeError('uncaught'); });
      return new Promise(() => setInterval(() => {}, 9)); }`);
    expect(await invoke(0)).toMatchObject({ kind: 'returned', result: 1 });
    expect(await invoke(1)).toMatchObject({
      kind: 'crashed',
      error: expect.stringContaining('Runtime.ExitError'),
    });
    expect(logs()).toContain('RangeError: uncaught');
    expect(await invoke(2)).toMatchObject({ kind: 'returned', result: 1 });
  });

  it.each([
    ['waits', 'new Promise(() => setInterval(() => {}, 9))'],
    ['never lets go of the processor', '(() => { for (;;); })()'],
  ])('has crashed when it %s until its time is up, and starts cold afterwards', async (_what, work) => {
    const { invoke } = await start(`exports.handler = (event) => event === 1 ? ${work} : 'cold'`, 1);
    expect(await invoke(1)).toMatchObject({ kind: 'crashed' });
    expect(await invoke(2)).toMatchObject({ kind: 'returned', result: 'cold' });
  });

  it('has crashed when its package does not load, and the log says why', async () => {
    const { invoke, logs } = await start("require('./missing')");
    expect(await invoke(1)).toMatchObject({ kind: 'crashed' });
    expect(logs()).toContain("Cannot find module './missing'");
  });

  if (isUnderInterfaceClient()) {
    it('is frozen between invocations, and goes on in the next', async () => {
      const { invoke } = await start('exports.handler = async () => process.pid');
      const outcome = await invoke(1);
      if (outcome.kind !== 'returned') throw new Error(outcome.error);
      const isStopped = () =>
        /^State:\s+T \(stopped\)$/m.test(readFileSync(`/proc/${outcome.result}/status`, 'utf8'));
      // The signal takes a moment; a process that is never frozen is waited for until the test's time is up.
      while (!isStopped()) await setTimeout(5);
      expect(await invoke(2)).toMatchObject({ kind: 'returned', result: outcome.result });
    });
  }
});
