import { OptionsError } from '../stacks/options/parse-options';
import { FolderRefusedError } from './folder/folder-refused';
import { type Command, parseOutFolder, UsageError } from './out-folder';

// What the user can fix; a stack trace would not help.
const USER_ERRORS = [FolderRefusedError, OptionsError, UsageError];

/**
 * Runs a command: prints its lines on standard output, or an error of the user on standard error with exit code 1 (2 for
 * wrong arguments).
 *
 * @param run is given the folder to write, and returns lines to print
 */
export const runCommand = (command: Command, run: (out: string) => readonly string[]): void => {
  try {
    for (const line of run(parseOutFolder(command, process.argv.slice(2)))) process.stdout.write(`${line}\n`);
  } catch (error) {
    if (!(error instanceof Error) || !USER_ERRORS.some((kind) => error instanceof kind)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
};
