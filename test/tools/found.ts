import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

const Found = v.union([v.object({ at: v.string() }), v.object({ missing: v.string() })]);

/** Where a tool is on this machine, or why there is none. */
export type Found = Readonly<v.InferOutput<typeof Found>>;

/** Set by whoever runs the tests: a folder with what was found, one JSON file a tool, for all workers of a run. */
export const FOUND_TOOLS = 'FOUND_TOOLS';

const folderOfRun = (): string => {
  const folder = process.env[FOUND_TOOLS];
  if (folder === undefined) throw new Error(`${FOUND_TOOLS} is not set: run the tests through jest`);
  return folder;
};

/** What `look` finds, called once in a run; what is missing is said once, on standard error. */
export const foundOnce = (tool: string, look: (folder: string) => Found): Found => {
  const folder = folderOfRun();
  const file = join(folder, `${tool}.json`);
  if (existsSync(file)) return v.parse(Found, JSON.parse(readFileSync(file, 'utf8')));
  const found = look(folder);
  writeFileSync(file, JSON.stringify(found));
  if ('missing' in found) process.stderr.write(`Tests are skipped: ${found.missing}\n`);
  return found;
};
