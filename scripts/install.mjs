// Installs the dependencies in the lock file unless they are installed already, so that a fresh clone needs one command only.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** What npm itself notes after every complete install, whichever command it was: `npm ci`, `npm install` or this script. */
const INSTALLED = 'node_modules/.package-lock.json';

const packagesIn = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;

/**
 * Whether every package of the lock file is installed as it says there. npm leaves out optional packages for other platforms,
 * so those need not be there; packages that are there besides do no harm.
 */
const isInstalled = () => {
  if (!existsSync(INSTALLED)) return false;
  const installed = packagesIn(INSTALLED);
  return Object.entries(packagesIn('package-lock.json')).every(([path, { version, integrity, optional }]) => {
    if (path === '') return true;
    const found = installed[path];
    return found === undefined ? optional : found.version === version && found.integrity === integrity;
  });
};

if (!isInstalled()) {
  console.log('Installing dependencies (once, about 1.2 GB: the bindings of the AWS provider are large) …');
  const { status } = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}
