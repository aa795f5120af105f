import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { buildPackage } from '../stacks/constructs/build-package';
import { PACKAGE_NAME } from '../stacks/constructs/reporter-package';

// What `npm run package` runs first: compiles the command line and the constructs, and bundles the function.

const PROJECT = join(__dirname, '..');
const DIST = join(PROJECT, 'dist');
const CLI = join(DIST, 'cli.js');
const CONSTRUCTS = join(DIST, 'constructs');

/** One file stands for all sources, and what they read beside them is in the package where it is here. */
const foldersOfSources: Plugin = {
  name: 'folders-of-sources',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const folder = JSON.stringify(relative(DIST, dirname(path)));
      const contents = readFileSync(path, 'utf8').replaceAll(
        '__dirname',
        `require('node:path').join(__dirname, ${folder})`,
      );
      return { contents, loader: 'ts' };
    });
  },
};

const compileCommandLine = async (): Promise<void> => {
  await build({
    absWorkingDir: PROJECT,
    entryPoints: ['cli/main.ts'],
    outfile: CLI,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    banner: { js: '#!/usr/bin/env node' },
    plugins: [foldersOfSources],
    logLevel: 'warning',
  });
};

const compileConstructs = (): void => {
  const { status } = spawnSync('npx', ['--no-install', 'tsc', '-p', 'tsconfig.package.json'], {
    cwd: PROJECT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`tsc -p tsconfig.package.json ended with ${status}, expected 0`);
};

const main = async (): Promise<void> => {
  // What an earlier version had must not be in the package.
  for (const old of [CLI, CONSTRUCTS]) rmSync(old, { recursive: true, force: true });
  await compileCommandLine();
  compileConstructs();
  buildPackage(PROJECT, join(CONSTRUCTS, PACKAGE_NAME));
};

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
