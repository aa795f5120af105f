import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { overrideRoot, PROVIDER_VERSION } from './terraform/override';

/** What these tests need and no package brings. */
export interface Requirements {
  readonly terraform: string;
  readonly motoServer: string;
  /** Where providers are kept for all roots, so that each is fetched once. */
  readonly pluginCache: string;
}

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The path of an executable, if there is one of this name on PATH. */
export const onPath = (name: string): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable);

/**
 * Installs the AWS provider into a root of its own.
 *
 * @returns null, or why it could not be installed
 */
export const installProvider = (
  terraform: string,
  root: string,
  environment: Readonly<Record<string, string>> = {},
): string | null => {
  mkdirSync(root);
  overrideRoot(root, false);
  const { status, stderr } = spawnSync(terraform, ['init', '-input=false', '-no-color'], {
    cwd: root,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
  });
  if (status === 0) return null;
  const reason = /Error: (.*)/.exec(stderr)?.[1] ?? stderr.trim();
  return `the AWS provider ${PROVIDER_VERSION} cannot be installed: ${reason}`;
};

/**
 * @param folder for the providers
 * @returns what was found, or what is missing, in words
 */
export const findRequirements = (folder: string): Requirements | { readonly missing: readonly string[] } => {
  const terraform = onPath('terraform');
  const motoServer = onPath('moto_server');
  const pluginCache = join(folder, 'plugins');
  mkdirSync(pluginCache);
  const provider =
    terraform === undefined
      ? null
      : installProvider(terraform, join(folder, 'provider'), { TF_PLUGIN_CACHE_DIR: pluginCache });
  if (terraform !== undefined && motoServer !== undefined && provider === null) {
    return { terraform, motoServer, pluginCache };
  }
  return {
    missing: [
      ...(terraform === undefined ? ['terraform is not on PATH (1.10 or newer)'] : []),
      ...(provider === null ? [] : [provider]),
      ...(motoServer === undefined ? ["moto_server is not on PATH (pip install 'moto[server]')"] : []),
    ],
  };
};
