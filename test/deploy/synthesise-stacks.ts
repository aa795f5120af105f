import { readSynthesised, type SynthesisedStack } from '../../export/synthesise';
import { synthesise } from '../../stand-ins/terraform/synthesise';

/** Synthesises the app to a folder, and reads what it left there. */
export const synthesiseStacks = async (
  outdir: string,
  options: object,
  project?: string,
): Promise<SynthesisedStack[]> => {
  await synthesise(outdir, { options, ...(project !== undefined && { project }) });
  return readSynthesised(outdir);
};
