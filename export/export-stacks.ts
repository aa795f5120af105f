import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFEST } from './folder/manifest';
import { rootFolder } from './root-folder';
import { type Context, withSynthesised } from './synthesise';
import { writeFolders } from './write-folder';

/** One line for each stack of an earlier run that the options no longer have. What it deployed is still there. */
const orphansIn = (out: string, names: readonly string[]): string[] =>
  (existsSync(out) ? readdirSync(out) : [])
    .filter((name) => !names.includes(name) && existsSync(join(out, name, MANIFEST)))
    .map(
      (name) =>
        `${join(out, name)}: the options do not have this stack any more; its folder is kept. Run terraform destroy there before you remove it.`,
    );

/**
 * Writes each stack into a folder of its own under `out`.
 *
 * @returns lines to print: what was written, and what was left unchanged
 * @throws FolderRefusedError before anything is written
 */
export const exportStacks = (context: Context, out: string): string[] =>
  withSynthesised({ context }, (stacks) => {
    const names = stacks.map(({ name }) => name);
    const notes = writeFolders(new Map(stacks.map((stack) => [join(out, stack.name), rootFolder(stack)])));
    return [...names.map((name) => `${name}: ${join(out, name)}`), ...notes, ...orphansIn(out, names)];
  });
