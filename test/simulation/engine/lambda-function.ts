import { functionArn } from '../../../stand-ins/aws-lambda/function-process';
import type { Engine } from './engine';
import {
  type FunctionProcess,
  HungFunctionError,
  openFunctionProcess,
  type ProcessSettings,
  type Rest,
} from './function-process';
import type { Answer, Call } from './gateway';

/** How an invocation ended. */
export type Outcome =
  | { readonly kind: 'returned'; readonly result: unknown }
  | { readonly kind: 'threw' | 'timed-out' | 'crashed'; readonly error: string };

/** One execution environment of the function, which runs one invocation at a time. */
export interface LambdaFunction {
  readonly invoke: (event: unknown, ended: (outcome: Outcome) => void) => Promise<void>;
  /** The next invocation starts cold. */
  readonly recycle: () => Promise<void>;
  readonly close: () => Promise<void>;
  readonly largestMemoryBytes: () => number;
  /** Of the longest invocation, simulated. */
  readonly longestMs: () => number;
  readonly invocations: () => number;
}

/** One run of the function. Times are simulated, in milliseconds since 1970. */
export interface Invocation {
  readonly id: string;
  readonly startedAt: number;
  /** Null while it runs. */
  readonly endedAt: () => number | null;
}

/** What is outside of the function. */
export interface Outside {
  /** Answers a call that an invocation made, at the moment its answer leaves. */
  readonly answer: (call: Call, by: Invocation | null) => Promise<Answer>;
  /** How long a call takes, in milliseconds. */
  readonly latency: (call: Call) => number;
}

interface Running extends Invocation {
  readonly deadline: number;
  readonly end: (outcome: Outcome) => void;
}

export const openLambdaFunction = (
  engine: Engine,
  settings: ProcessSettings,
  outside: Outside,
): LambdaFunction => {
  let process: FunctionProcess | null = null;
  let invocation: Running | null = null;
  let nextTimer = Number.POSITIVE_INFINITY;
  let [largestMemoryBytes, longestMs, invocations, starts] = [0, 0, 0, 0];

  const end = (outcome: Outcome): void => {
    if (invocation === null) return;
    longestMs = Math.max(longestMs, engine.now() - invocation.deadline + settings.timeoutSeconds * 1000);
    const ending = invocation;
    invocation = null;
    nextTimer = Number.POSITIVE_INFINITY;
    ending.end(outcome);
  };
  const die = async (outcome: Outcome): Promise<void> => {
    const dying = process;
    process = null;
    await dying?.kill();
    end(outcome);
  };
  const take = (rest: Rest): void => {
    largestMemoryBytes = Math.max(largestMemoryBytes, rest.rssBytes);
    const by = invocation;
    for (const call of rest.calls) engine.after(outside.latency(call), () => answer(call, process, by));
    if (rest.ended !== null) end(rest.ended);
    // Between invocations Lambda freezes the process, and its timers with it.
    nextTimer = invocation === null ? Number.POSITIVE_INFINITY : (rest.nextTimer ?? Number.POSITIVE_INFINITY);
  };
  const turn = async (of: Parameters<FunctionProcess['takeTurn']>[0]): Promise<void> => {
    try {
      const rest = await process?.takeTurn(of);
      if (rest !== undefined) take(rest);
    } catch (error) {
      // Nothing simulated, and it would happen again after every delivery: the run ends here.
      if (error instanceof HungFunctionError) throw error;
      await die({ kind: 'crashed', error: String(error) });
    }
  };
  const answer = async (call: Call, asker: FunctionProcess | null, by: Invocation | null): Promise<void> => {
    const answered = call.answer(await outside.answer(call, by));
    if (asker !== null && asker === process) await turn({ answers: [answered] });
  };

  engine.add({ nextTimer: () => nextTimer, fire: () => turn({ answers: [] }) });
  return {
    invoke: async (event, ended) => {
      if (invocation !== null) throw new Error('an execution environment runs one invocation at a time');
      invocations += 1;
      if (process === null) {
        starts += 1;
        process = openFunctionProcess({ ...settings, seed: settings.seed + starts });
      }
      const id = `invocation-${settings.seed}-${invocations}`;
      const startedAt = engine.now();
      const deadline = startedAt + settings.timeoutSeconds * 1000;
      let endedAt: number | null = null;
      const started: Running = {
        id,
        startedAt,
        endedAt: () => endedAt,
        deadline,
        end: (outcome) => {
          endedAt = engine.now();
          ended(outcome);
        },
      };
      invocation = started;
      engine.at(deadline, async () => {
        if (invocation === started)
          await die({ kind: 'timed-out', error: 'the invocation ran into its timeout' });
      });
      await turn({
        invocation: { event, requestId: id, functionArn: functionArn(settings), deadline },
        answers: [],
      });
    },
    recycle: async () => {
      if (invocation === null) await die({ kind: 'crashed', error: 'recycled' });
    },
    close: () => die({ kind: 'crashed', error: 'the simulation ended' }),
    largestMemoryBytes: () => largestMemoryBytes,
    longestMs: () => longestMs,
    invocations: () => invocations,
  };
};
