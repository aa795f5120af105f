import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readSynthesised, type SynthesisedStack } from '../../export/synthesise';

export const PROJECT = join(__dirname, '..', '..');

/** Synthesises a project as `cdktf synth` does: the context, as from cdktf.json, through the environment. */
export const synthesise = (
  project: string,
  evidenceReporter: Readonly<Record<string, unknown>>,
  outdir: string,
): SynthesisedStack[] => {
  mkdirSync(dirname(outdir), { recursive: true });
  execFileSync(process.execPath, ['--import', 'tsx', 'main.ts'], {
    cwd: project,
    stdio: 'inherit',
    env: { ...process.env, CDKTF_OUTDIR: outdir, CDKTF_CONTEXT_JSON: JSON.stringify({ evidenceReporter }) },
  });
  return readSynthesised(outdir);
};
