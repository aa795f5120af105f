import type { Command } from './command';
import { EXIT } from './exit-code';
import { runCommandLine } from './parse';
import { watchOutput } from './watch-output';

/** Runs what the arguments of this process name, and sets its exit code. */
export const runProgram = async (commands: readonly Command[], version: string): Promise<void> => {
  let isLost = false;
  watchOutput(() => {
    isLost = true;
    process.exitCode = EXIT.failed;
  });
  const code = await runCommandLine(commands, process.argv.slice(2), version, {
    out: process.stdout,
    err: process.stderr,
  });
  process.exitCode = isLost ? EXIT.failed : code;
};
