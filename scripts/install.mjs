// Installs the dependencies in the lock file unless they are installed already, so that a fresh clone needs one command only.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const INSTALLED = 'node_modules/.installed-from';

const wanted = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
const installed = existsSync(INSTALLED) ? readFileSync(INSTALLED, 'utf8') : null;

if (installed !== wanted) {
  console.log('Installing dependencies (once, about 1.2 GB: the bindings of the AWS provider are large) …');
  const { status } = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(INSTALLED, wanted);
}
