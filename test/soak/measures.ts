import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';

const Started = v.object({ pid: v.number() });
const Measure = v.object({
  heapBytes: v.number(),
  /** Buffers, mostly. */
  externalBytes: v.number(),
  /** What V8 has of the machine's memory, used or not. */
  reservedBytes: v.number(),
  rssBytes: v.number(),
  resources: v.array(v.string()),
  openFiles: v.nullable(v.number()),
  accidents: v.array(v.string()),
});
/** What the function's process holds, after a garbage collection, and what it saw since the measure before. */
export type Measure = v.InferOutput<typeof Measure>;

/** Longer than any connection is kept alive that nobody uses. */
const IDLE_MS = 8_000;
const TRIES = 100;

/** The processes that wrote to this file, and what they measured, oldest first. */
const readLines = async (file: string) => {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  const parsed = lines.map((line) => v.parse(v.union([Started, Measure]), JSON.parse(line)));
  return {
    pids: parsed.flatMap((line) => ('pid' in line ? [line.pid] : [])),
    measures: parsed.flatMap((line) => ('pid' in line ? [] : [line])),
  };
};

/** How often the function was started. */
export const startsIn = async (file: string): Promise<number> => (await readLines(file)).pids.length;

/** Has the function measure itself, once it has been idle for a while. */
export const measure = async (file: string): Promise<Measure> => {
  await wait(IDLE_MS);
  const { pids, measures: before } = await readLines(file);
  const pid = pids.at(-1);
  if (pid === undefined) throw new Error('the function was never started');
  process.kill(pid, 'SIGUSR2');
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    await wait(100);
    const { measures } = await readLines(file);
    const latest = measures.at(-1);
    if (latest !== undefined && measures.length > before.length) return latest;
  }
  throw new Error(`the function (${pid}) does not say what it holds`);
};
