import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { dependencies, peerDependencies } from '../../package.json';

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => !path.startsWith('node_modules'),
  );

const WANTED = [
  'dist/cli.js',
  'dist/constructs/reporter.zip',
  'dist/constructs/stacks/index.js',
  'dist/constructs/stacks/index.d.ts',
  'docs/runbook.md',
  'LICENSE',
];

/** The package has what it needs, and nothing that only a checkout needs. */
export const checkFiles = (installed: string): string => {
  const files = filesBelow(installed);
  assert.deepEqual(
    WANTED.filter((path) => !files.includes(path)),
    [],
    'files that are missing in the package',
  );
  assert.deepEqual(
    files.filter((path) => /^(test|stand-ins|demo|bench|lambda|stacks)\b/.test(path)),
    [],
    'files of a checkout that are in the package',
  );
  return `${files.length} files and folders`;
};

/** Packages that JavaScript asks for, by their names. */
const packagesIn = (text: string): readonly string[] =>
  [...text.matchAll(/\brequire\(["']([^"'.][^"']*)["']\)/g)]
    .map(([, path = '']) => path)
    .filter((path) => !path.startsWith('node:') && !builtinModules.includes(path))
    .map((path) =>
      path
        .split('/')
        .slice(0, path.startsWith('@') ? 2 : 1)
        .join('/'),
    );

/** Whoever installs the package gets what its code asks for. */
export const checkDependencies = (installed: string): string => {
  const needed = filesBelow(join(installed, 'dist'))
    // What bundles the function is only ever loaded in a checkout.
    .filter((path) => path.endsWith('.js') && !/(build-package|bundle-function)\.js$/.test(path))
    .flatMap((path) => packagesIn(readFileSync(join(installed, 'dist', path), 'utf8')));
  const names = [...new Set(needed)].toSorted();
  assert.ok(names.includes('yargs') && names.includes('cdktf'), `only these were found: ${names.join(', ')}`);
  const declared = Object.keys({ ...dependencies, ...peerDependencies });
  assert.deepEqual(
    names.filter((name) => !declared.includes(name)),
    [],
    'packages that the code needs, and package.json has neither in dependencies nor in peerDependencies',
  );
  return names.join(', ');
};
