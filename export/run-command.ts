import { OptionsError } from '../stacks/options/parse-options';
import { FolderRefusedError } from './folder/folder-refused';
import { type Command, outFolder, UsageError } from './out-folder';

// What whoever called can mend; where in this code it was noticed helps nobody.
const MENDABLE = [FolderRefusedError, OptionsError, UsageError];

/**
 * Runs a command to its end: what it says on standard output, or what is wrong on standard error and exit code 1 (2 for a
 * wrong call).
 *
 * @param run takes the folder to write to, and gives lines to say
 */
export const runCommand = (command: Command, run: (out: string) => readonly string[]): void => {
  try {
    for (const line of run(outFolder(command, process.argv.slice(2)))) process.stdout.write(`${line}\n`);
  } catch (error) {
    if (!(error instanceof Error) || !MENDABLE.some((kind) => error instanceof kind)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
};
