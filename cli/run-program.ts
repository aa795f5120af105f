import type { Command } from './command';
import { EXIT } from './exit-code';
import { runCommandLine } from './parse';
import { writeLine } from './terminal';

/**
 * Notes what cannot be written. A reader who has seen enough (`| head`) is no failure: the command ends as if all had been read.
 *
 * @param failed is called when anything else went wrong, such as a full disk
 */
const watchOutput = (name: 'stdout' | 'stderr', failed: () => void): void => {
  let told = false;
  process[name].on('error', (error: NodeJS.ErrnoException) => {
    if (told) return;
    told = true;
    if (error.code === 'EPIPE') return;
    failed();
    if (name === 'stdout') writeLine(process.stderr, `The result could not be written: ${error.message}.`);
  });
};

/** Runs what the arguments of this process name, and sets its exit code. */
export const runProgram = async (commands: readonly Command[], version: string): Promise<void> => {
  let isLost = false;
  for (const name of ['stdout', 'stderr'] as const)
    watchOutput(name, () => {
      isLost = true;
      process.exitCode = EXIT.failed;
    });
  const code = await runCommandLine(commands, process.argv.slice(2), version, {
    out: process.stdout,
    err: process.stderr,
  });
  process.exitCode = isLost ? EXIT.failed : code;
};
