import { join } from 'node:path';
import type { FolderContent } from './folder/folder-content';
import { objectAt, writeHcl } from './hcl/configuration';
import { isObject, type JsonObject } from './hcl/value';
import { requirements } from './requirements';
import type { SynthesisedStack } from './synthesise';

// What the options say when they name no path: from `cdktf.out/stacks/<stack>` to the project's root.
const defaultPath = (stack: string) => `../../../terraform.${stack}.tfstate`;

/** A local backend is left out unless the options name its path: Terraform, or the workspace, keeps the state by itself. */
const keptBackend = ({ name, configuration }: SynthesisedStack): JsonObject => {
  const { local, ...others } = objectAt(objectAt(configuration, 'terraform'), 'backend');
  return isObject(local) && local.path !== defaultPath(name) ? { ...others, local } : others;
};

/** A stack as the root of a workspace: the same configuration in HCL, beside its assets. */
export const rootFolder = (stack: SynthesisedStack): FolderContent => {
  const { configuration, folder } = stack;
  const settings = objectAt(configuration, 'terraform');
  const backend = keptBackend(stack);
  const root = { ...configuration, terraform: { ...settings, backend } };
  const [remote = 'cloud' in settings ? 'cloud' : null] = Object.keys(backend).filter(
    (name) => name !== 'local',
  );
  return {
    files: writeHcl({ ...root, terraform: { ...root.terraform, ...requirements(root) } }),
    copies: new Map([['assets', join(folder, 'assets')]]),
    backend: remote,
  };
};
