import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PROJECT = join(__dirname, '..', '..');

/**
 * Synthesises the app as `cdktf synth` does, into a folder.
 *
 * @returns the folder of the stack `evidence-reporter`
 */
export const synthesise = async (folder: string): Promise<string> => {
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'main.ts'], {
    cwd: PROJECT,
    env: { ...process.env, CDKTF_OUTDIR: folder },
  });
  return join(folder, 'stacks', 'evidence-reporter');
};
