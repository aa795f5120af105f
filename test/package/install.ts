import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const PROJECT = join(__dirname, '..', '..');

/** What a command printed. @throws Error with all it printed when it ended otherwise than with 0 */
export const run = (cwd: string, command: string, ...args: readonly string[]): string => {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(
    `${command} ${args.join(' ')} ended with ${status}, expected 0:\n${error ?? ''}${stdout}${stderr}`,
  );
};

/** Packs the project as it is. @returns the path of the package */
export const pack = (folder: string): string => {
  const written = run(
    PROJECT,
    'npm',
    'run',
    '--silent',
    'package',
    '--',
    '--silent',
    '--pack-destination',
    folder,
  );
  const name = written.trim().split('\n').at(-1) ?? '';
  if (!name.endsWith('.tgz'))
    throw new Error(`npm pack printed "${written}", expected the name of a .tgz at its end`);
  return join(folder, name);
};

// Of npm, when nobody answers.
const UNREACHABLE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTCACHED|ERR_SOCKET_TIMEOUT/;

/**
 * Installs a package into an empty folder, with what it depends on.
 *
 * @returns null, or why there is no registry
 * @throws Error for anything that is wrong with the package
 */
export const install = (folder: string, path: string): string | null => {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }));
  const quick = ['--prefer-offline', '--fetch-retries=1', '--no-audit', '--no-fund', '--loglevel=error'];
  try {
    // As careful as the project: the package has to work where no script may run.
    run(folder, 'npm', 'install', '--ignore-scripts', '--engine-strict', ...quick, path);
    return null;
  } catch (error) {
    const reason = UNREACHABLE.exec(String(error))?.[0];
    if (reason === undefined) throw error;
    return `npm cannot reach a registry (${reason})`;
  }
};

/** Makes packages that the project has installed available in a folder, as if they were installed there. */
export const link = (folder: string, ...names: readonly string[]): void => {
  for (const name of names) {
    const path = join(folder, 'node_modules', name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(join(PROJECT, 'node_modules', name), path);
  }
};
