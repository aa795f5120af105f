import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PROJECT = join(__dirname, '..', '..');

/**
 * Synthesises the app as `cdktf synth` does, into a folder.
 *
 * @param options in the place of those in `cdktf.json`
 * @returns the folder of the stack `evidence-reporter`
 */
export const synthesise = async (folder: string, options?: object): Promise<string> => {
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'main.ts'], {
    cwd: PROJECT,
    env: {
      ...process.env,
      CDKTF_OUTDIR: folder,
      ...(options && { CDKTF_CONTEXT_JSON: JSON.stringify({ evidenceReporter: options }) }),
    },
  });
  return join(folder, 'stacks', 'evidence-reporter');
};
