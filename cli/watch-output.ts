import { writeLine } from './terminal';

/**
 * Notes what cannot be written. A reader who has seen enough (`| head`) is no failure: the command ends as if all had been read.
 *
 * @param failed is called when anything else went wrong, such as a full disk
 */
export const watchOutput = (failed: () => void): void => {
  for (const name of ['stdout', 'stderr'] as const) {
    let told = false;
    process[name].on('error', (error: NodeJS.ErrnoException) => {
      if (told) return;
      told = true;
      if (error.code === 'EPIPE') return;
      failed();
      if (name === 'stdout') writeLine(process.stderr, `The result could not be written: ${error.message}.`);
    });
  }
};
