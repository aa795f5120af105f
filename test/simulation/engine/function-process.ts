import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setImmediate as turnOfLoop } from 'node:timers/promises';
import * as v from 'valibot';
import { type FunctionSettings, processEnvironment } from '../../../stand-ins/aws-lambda/function-process';
import type { Answered, Call, Gateway } from './gateway';

/** What the function is told to do; it answers once it has come to rest. */
export interface Turn {
  readonly invocation?: {
    readonly event: unknown;
    readonly requestId: string;
    readonly functionArn: string;
    /** Milliseconds since 1970, simulated. */
    readonly deadline: number;
  };
  /** What it will find on its connections. */
  readonly answers: readonly Answered[];
}

const Report = v.object({
  turn: v.number(),
  ended: v.nullable(
    v.variant('kind', [
      v.object({ kind: v.literal('returned'), result: v.unknown() }),
      v.object({ kind: v.literal('threw'), error: v.string() }),
    ]),
  ),
  nextTimer: v.nullable(v.number()),
  traffic: v.array(v.strictTuple([v.number(), v.number()])),
  rssBytes: v.number(),
});

/** How far the function came. */
export interface Rest {
  readonly ended: v.InferOutput<typeof Report>['ended'];
  /** When its next timer is due; null when it has none. */
  readonly nextTimer: number | null;
  /** The calls it made meanwhile. */
  readonly calls: readonly Call[];
  readonly rssBytes: number;
}

/** A function that did not come to rest in real time, as one does that computes for ever. */
export class HungFunctionError extends Error {
  override readonly name = 'HungFunctionError';
}

/** A function in a process of its own, under the simulated clock. */
export interface FunctionProcess {
  /** @throws Error when the process ends instead, HungFunctionError */
  readonly takeTurn: (turn: Turn) => Promise<Rest>;
  readonly kill: () => Promise<void>;
}

export interface ProcessSettings extends FunctionSettings {
  readonly gateway: Gateway;
  readonly clockFile: string;
  readonly seed: number;
  readonly logFile: string;
  /** How long it may take to come to rest, in real time; a minute, unless given. */
  readonly restSeconds?: number;
}

const REST_SECONDS = 60;

const RUNNER = require.resolve('../function/runner.js');
const SIMULATED_TIME = require.resolve('../function/simulated-time.js');

const inOrder = (calls: readonly Call[]): readonly Call[] => {
  // The order in which calls made at the same moment arrive is that of the operating system, and not the seed's.
  const keyed = calls.map((call) => ({
    call,
    key: `${call.method} ${call.url} ${call.headers['x-amz-target']} ${
      call.headers['x-amz-target'] === undefined ? call.body.length : call.body
    }`,
  }));
  return keyed.sort((one, other) => (one.key < other.key ? -1 : 1)).map(({ call }) => call);
};

const startProcess = (settings: ProcessSettings): ChildProcess => {
  const log = openSync(settings.logFile, 'a');
  const child = fork(RUNNER, {
    execPath: settings.node,
    execArgv: ['--require', SIMULATED_TIME],
    cwd: settings.taskRoot,
    env: {
      ...processEnvironment(settings),
      SIMULATED_CLOCK: settings.clockFile,
      SIMULATED_SEED: String(settings.seed),
    },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  return child;
};

export const openFunctionProcess = (settings: ProcessSettings): FunctionProcess => {
  const child = startProcess(settings);
  const exited = once(child, 'exit');
  let turns = 0;
  let waiting: { resolve: (message: unknown) => void; reject: (error: Error) => void } | null = null;
  child.on('message', (message) => waiting?.resolve(message));
  child.on('exit', () => waiting?.reject(new Error('the process ended before it answered')));
  const { restSeconds = REST_SECONDS } = settings;
  const hung = () =>
    new HungFunctionError(
      `the function did not come to rest within ${restSeconds} s of real time, in its turn ${turns}; what it said is in ${settings.logFile}`,
    );
  return {
    takeTurn: async (turn) => {
      turns += 1;
      const deadline = performance.now() + restSeconds * 1000;
      let timer: NodeJS.Timeout | undefined;
      const message = await new Promise<unknown>((resolve, reject) => {
        waiting = { resolve, reject };
        timer = setTimeout(() => reject(hung()), restSeconds * 1000);
        child.send({ turn: turns, ...turn }, (error) => (error === null ? undefined : reject(error)));
      }).finally(() => clearTimeout(timer));
      const { ended, nextTimer, traffic, rssBytes } = v.parse(Report, message);
      while (!settings.gateway.hasRead(traffic)) {
        if (performance.now() > deadline) throw hung();
        await turnOfLoop();
      }
      return { ended, nextTimer, calls: inOrder(settings.gateway.takeCalls()), rssBytes };
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
};
