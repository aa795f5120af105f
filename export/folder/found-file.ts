import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from './manifest';

/** What is at a path now: nothing, a file with this SHA-256, or anything else, which is never ours. */
export type Found = { readonly digest: string } | 'nothing' | 'no file';

/** A link on the way leads to somewhere else, which is not ours to write. */
export const findFile = (folder: string, path: string): Found => {
  const names = path.split('/');
  for (let depth = 1; depth <= names.length; depth += 1) {
    const at = join(folder, ...names.slice(0, depth));
    const found = lstatSync(at, { throwIfNoEntry: false });
    if (found === undefined) return 'nothing';
    if (depth < names.length ? !found.isDirectory() : !found.isFile()) return 'no file';
  }
  return { digest: digestOf(readFileSync(join(folder, path))) };
};
