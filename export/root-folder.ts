import { join } from 'node:path';
import { objectAt, writeHcl } from './hcl/configuration';
import type { SynthesisedStack } from './synthesise';
import type { FolderContent } from './write-folder';

/**
 * A stack as the root of a workspace: the same configuration in HCL, beside its assets. A local backend is left out: its
 * path is relative to where `cdktf deploy` runs, and a workspace keeps its state by itself.
 */
export const rootFolder = ({ configuration, folder }: SynthesisedStack): FolderContent => {
  const settings = objectAt(configuration, 'terraform');
  const { local: _local, ...backend } = objectAt(settings, 'backend');
  return {
    files: writeHcl({ ...configuration, terraform: { ...settings, backend } }),
    copies: new Map([['assets', join(folder, 'assets')]]),
  };
};
