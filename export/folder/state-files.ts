import { existsSync, readdirSync } from 'node:fs';
import { FolderRefusedError } from './folder-refused';

// `terraform.tfstate`, its backup, `errored.tfstate`, a lock, and the folder `terraform.tfstate.d` of other workspaces:
// https://developer.hashicorp.com/terraform/language/backend/local. The files that `init` writes to `.terraform` are not the state.
const STATE = /\.tfstate(\.|$)/;

export const stateFilesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => STATE.test(name))
        .sort()
    : [];

/**
 * Refuses a folder that keeps its own state, which is somebody's deployment: the next `apply` there would change it to the
 * new configuration.
 *
 * @param backend of the new configuration; null: Terraform keeps the state in the folder itself
 * @throws FolderRefusedError
 */
export const refuseState = (folder: string, backend: string | null): void => {
  const found = stateFilesIn(folder);
  if (backend !== null || found.length === 0) return;
  throw new FolderRefusedError(
    folder,
    found.map((name) => `${name} is the state of what was deployed from here`),
    'Expected a folder without state, since the backend is local. Either name a backend in the options (s3, cloud, http), ' +
      'run this again, and move the state there with `terraform init -migrate-state`; or write to another folder with ' +
      '--out, and move the state into it before Terraform runs there. If the state is in a backend already, these files are ' +
      'left over: move them away.',
  );
};
