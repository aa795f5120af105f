import { moduleFolder } from './module/module-folder';
import { withReporter } from './module/with-reporter';
import type { Context } from './synthesise';
import { writeFolder } from './write-folder';

/**
 * Writes the reporter as a module.
 *
 * @returns lines to print: what was written, and what was left unchanged
 * @throws FolderRefusedError before anything is written
 */
export const exportModule = (context: Context, out: string): string[] =>
  withReporter(context, (stack) => [out, ...writeFolder(out, moduleFolder(stack))]);
