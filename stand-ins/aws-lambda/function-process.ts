import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import * as v from 'valibot';
import { ACCOUNT_ID, REGION } from '../account';

/** How a function is run. */
export interface FunctionSettings {
  readonly name: string;
  /** `<file>.<export>` */
  readonly handler: string;
  /** The folder of the unpacked deployment package. */
  readonly taskRoot: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** All of it; nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  /** A Node executable, which may be another than this process runs on. */
  readonly node: string;
}

/** How an invocation ended. */
export type Outcome =
  | { readonly kind: 'returned'; readonly result: unknown; readonly largestMemoryBytes: number }
  | { readonly kind: 'threw'; readonly error: string; readonly largestMemoryBytes: number }
  /** It ran out of time, or died. */
  | { readonly kind: 'crashed'; readonly error: string };

/** A function in a process of its own, kept warm between invocations as Lambda does. */
export interface FunctionProcess {
  readonly invoke: (event: unknown) => Promise<Outcome>;
  /** Ends it at once, whatever it is doing; the next invocation starts cold. */
  readonly kill: () => void;
  /** Everything it wrote to its log so far. */
  readonly logs: () => string;
  /** How long the deployment package took to load, in milliseconds; null before the first invocation. */
  readonly loadedIn: () => number | null;
  readonly close: () => Promise<void>;
}

/** One whose process this machine shows. */
export interface LocalFunctionProcess extends FunctionProcess {
  /** Null while none runs. */
  readonly processId: () => number | null;
}

/** Runs a function somehow. */
export type Runtime = (settings: FunctionSettings) => FunctionProcess;

const RUNNER = require.resolve('./runner.js');

export const functionArn = ({ name }: FunctionSettings): string =>
  `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:${name}`;

/** All that the function's process finds in its environment. */
export const processEnvironment = (settings: FunctionSettings): Readonly<Record<string, string>> => ({
  ...settings.environment,
  _HANDLER: settings.handler,
  LAMBDA_TASK_ROOT: settings.taskRoot,
  AWS_LAMBDA_FUNCTION_NAME: settings.name,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMb),
});

const Line = v.variant('kind', [
  v.object({ kind: v.literal('loaded'), milliseconds: v.number() }),
  v.object({ kind: v.literal('returned'), result: v.unknown(), largestMemoryBytes: v.number() }),
  v.object({ kind: v.literal('threw'), error: v.string(), largestMemoryBytes: v.number() }),
]);

interface Running {
  readonly process: ChildProcess;
  readonly stdin: NodeJS.WritableStream;
  readonly lines: AsyncIterator<string>;
  readonly ended: Promise<unknown>;
}

/** With a runner of our own, which needs nothing but Node. */
export const functionProcess = (settings: FunctionSettings): LocalFunctionProcess => {
  let running: Running | null = null;
  let log = '';
  let loadedIn: number | null = null;

  const start = (): Running => {
    const child = spawn(settings.node, [RUNNER], {
      cwd: settings.taskRoot,
      env: processEnvironment(settings),
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    });
    const write = (chunk: Buffer) => {
      log += chunk.toString();
    };
    child.stdout.on('data', write);
    child.stderr.on('data', write);
    // Written to after it died: the invocation already says so.
    child.stdin.on('error', (error) => write(Buffer.from(`${error.message}\n`)));
    const [, , , results] = child.stdio;
    if (!(results instanceof Readable)) throw new Error('the function process has no file descriptor 3');
    const started: Running = {
      process: child,
      stdin: child.stdin,
      lines: createInterface({ input: results })[Symbol.asyncIterator](),
      ended: once(child, 'close').then(() => {
        if (running === started) running = null;
      }),
    };
    return started;
  };

  const nextLine = async ({ lines }: Running): Promise<v.InferOutput<typeof Line> | null> => {
    const { value, done } = await lines.next();
    return done === true ? null : v.parse(Line, JSON.parse(value));
  };

  const outcomeOf = async (on: Running): Promise<Outcome> => {
    const line = await nextLine(on);
    if (line?.kind === 'loaded') {
      loadedIn = line.milliseconds;
      return outcomeOf(on);
    }
    if (line !== null) return line;
    await on.ended;
    return { kind: 'crashed', error: 'Runtime.ExitError: the process ended before it answered' };
  };

  const kill = () => {
    running?.process.kill('SIGKILL');
  };

  return {
    invoke: async (event) => {
      running ??= start();
      const deadline = Date.now() + settings.timeoutSeconds * 1000;
      const timer = setTimeout(kill, settings.timeoutSeconds * 1000);
      const invocation = {
        event,
        requestId: randomUUID(),
        functionArn: functionArn(settings),
        deadline,
      };
      // readline ends a line at these too, and JSON leaves them as they are.
      const line = JSON.stringify(invocation).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
      running.stdin.write(`${line}\n`);
      try {
        return await outcomeOf(running);
      } finally {
        clearTimeout(timer);
      }
    },
    kill,
    logs: () => log,
    loadedIn: () => loadedIn,
    processId: () => running?.process.pid ?? null,
    close: async () => {
      const last = running;
      kill();
      await last?.ended;
    },
  };
};
