import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { nodeExecutable } from '../../test/tools/node-executable';
import type { ColdStart } from './stage';

/** Milliseconds since the process began. */
const Moment = v.object({ wall: v.number(), processor: v.number() });
export type Moment = v.InferOutput<typeof Moment>;

const Loaded = v.object({ started: Moment, loaded: Moment });
const Reported = v.object({
  ...Loaded.entries,
  answered: Moment,
  outcome: v.object({
    kind: v.literal('returned'),
    result: v.object({ batchItemFailures: v.pipe(v.array(v.unknown()), v.length(0)) }),
  }),
});

/** The major version that the stack asks Lambda for. */
const NODE_MAJOR = 24;

const deployedNode = (): string => {
  const found = nodeExecutable(NODE_MAJOR);
  if ('missing' in found) throw new Error(found.missing);
  return found.at;
};
let node: string | undefined;

interface Run {
  readonly options?: readonly string[];
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: object;
}

const run = async ({ options = [], args = [], environment = {}, input = {} }: Run): Promise<unknown> => {
  node ??= deployedNode();
  const child = spawn(node, [...options, join(__dirname, 'process.js'), ...args], {
    env: environment,
    stdio: ['pipe', 'ignore', 'inherit', 'pipe'],
  });
  child.stdin?.on('error', () => {}); // One that does not read it may be gone already.
  child.stdin?.end(JSON.stringify(input));
  const [, , , result] = child.stdio;
  if (!(result instanceof Readable)) throw new Error('the process has no file descriptor 3');
  return JSON.parse(await text(result));
};

/** A new process that loads one file, or nothing. */
export const loadFile = async (file?: string): Promise<v.InferOutput<typeof Loaded>> =>
  v.parse(Loaded, await run({ args: file === undefined ? [] : [file] }));

/**
 * A new process that loads the function and reports a session. @param options of Node
 * @throws when the session was not reported at the first attempt
 */
export const reportFirstSession = async (
  { environment, invocation }: ColdStart,
  folder: string,
  options: readonly string[] = [],
): Promise<v.InferOutput<typeof Reported>> =>
  v.parse(
    Reported,
    await run({ options, environment: { ...environment, LAMBDA_TASK_ROOT: folder }, input: invocation }),
  );
