import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import type { Found } from './found';

const majorOf = (version: string): number => Number(version.split('.')[0]);

// Package `node` fetches its executable in an install script, which `.npmrc` does not let run; this is what it fetches.
const packageOf = (major: number): string => {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  return `node-${platform}-${process.arch}@${major}`;
};

/** A Node executable of this major version: the one at hand, or the one npm has. */
export const nodeExecutable = (major: number): Found => {
  if (majorOf(process.versions.node) === major) return { at: process.execPath };
  const name = packageOf(major);
  const options = ['--yes', '--prefer-offline', '--fetch-retries=0', `--package=${name}`];
  try {
    const path = execFileSync('npx', [...options, 'node', '-p', 'process.execPath'], {
      cwd: tmpdir(),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      shell: process.platform === 'win32',
    });
    return { at: path.trim() };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { missing: `this is Node ${process.versions.node}, and npm cannot bring ${name}` };
  }
};
