import { join } from 'node:path';
import { DEFAULT_STATE_PATH, forStack } from '../stacks/options/backend-options';
import type { FolderContent } from './folder/folder-content';
import { objectAt, writeHcl } from './hcl/configuration';
import { isObject, type JsonObject } from './hcl/value';
import { requirements } from './requirements';
import type { SynthesisedStack } from './synthesise';

/** Without a local backend, unless the options have its path: Terraform, or the workspace, then keeps the state itself. */
const exportedBackend = ({ name, configuration }: SynthesisedStack): JsonObject => {
  const { local, ...others } = objectAt(objectAt(configuration, 'terraform'), 'backend');
  return isObject(local) && local.path !== forStack(DEFAULT_STATE_PATH, name) ? { ...others, local } : others;
};

/** A stack as the root module of a workspace: the same configuration in HCL, beside its assets. */
export const rootFolder = (stack: SynthesisedStack): FolderContent => {
  const { configuration, folder } = stack;
  const settings = objectAt(configuration, 'terraform');
  const backend = exportedBackend(stack);
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
