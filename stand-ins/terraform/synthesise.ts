import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** The folder of this project. */
export const PROJECT = join(__dirname, '..', '..');

export interface Synthesis {
  /** Instead of those in `cdktf.json`. */
  readonly options?: object;
  /** The folder of the project, if it is not this one. */
  readonly project?: string;
}

/**
 * Synthesises the app as `cdktf synth` does: options reach it through the environment.
 *
 * @param outdir is created with `stacks/<name>/` and `manifest.json` in it
 * @throws Error with what the app wrote to standard error
 */
export const synthesise = async (
  outdir: string,
  { options, project = PROJECT }: Synthesis = {},
): Promise<void> => {
  await mkdir(dirname(outdir), { recursive: true });
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'main.ts'], {
    cwd: project,
    env: {
      ...process.env,
      CDKTF_OUTDIR: outdir,
      ...(options && { CDKTF_CONTEXT_JSON: JSON.stringify({ evidenceReporter: options }) }),
    },
  });
};

/** The folder of one stack of those synthesised to a folder. */
export const stackFolderIn = (outdir: string, name = 'evidence-reporter'): string =>
  join(outdir, 'stacks', name);
