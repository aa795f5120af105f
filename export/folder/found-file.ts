import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from './manifest';

/** What is at a path: nothing, a file with this SHA-256, or something else, which an export never wrote. */
export type Found = { readonly digest: string } | 'nothing' | 'not a file';

/** A symbolic link anywhere in the path is `not a file`, because it may lead outside the folder. */
export const findFile = (folder: string, path: string): Found => {
  const names = path.split('/');
  for (let depth = 1; depth <= names.length; depth += 1) {
    const at = join(folder, ...names.slice(0, depth));
    const found = lstatSync(at, { throwIfNoEntry: false });
    if (found === undefined) return 'nothing';
    if (depth < names.length ? !found.isDirectory() : !found.isFile()) return 'not a file';
  }
  return { digest: digestOf(readFileSync(join(folder, path))) };
};
