import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import biome from '../../biome.json';
import packageJson from '../../package.json';
import { firstCells, PROJECT, table } from './pages';

const CONTRIBUTING = 'CONTRIBUTING.md';
const LAYOUT = '## Layout';
const isThere = (path: string): boolean => existsSync(join(PROJECT, path));

const codeIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** `a/{b,c}` as `a/b` and `a/c`. */
const unfolded = (pattern: string): string[] => {
  const [, before = '', names, after = ''] = /^(.*)\{(.*)\}(.*)$/.exec(pattern) ?? [];
  return names === undefined ? [pattern] : names.split(',').map((name) => before + name + after);
};

const foldersIn = (path: string): string[] =>
  readdirSync(join(PROJECT, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${path}${name}/`);

describe('CONTRIBUTING.md', () => {
  it('lists every folder of code, and no other', () => {
    const listed = firstCells(CONTRIBUTING, LAYOUT);
    expect(listed.filter((path) => !isThere(path))).toEqual([]);
    const generated = ['node_modules/', 'dist/', 'cdktf.out/', 'coverage/'];
    const there = [
      ...foldersIn('').filter((path) => !path.startsWith('.') && !generated.includes(path)),
      ...foldersIn('lambda/'),
      ...foldersIn('stacks/'),
    ];
    expect(there.filter((path) => !listed.includes(path))).toEqual([]);
  });

  it('lists every rule of biome.json about imports', () => {
    const ruled = biome.overrides
      .filter(({ linter }) => 'noRestrictedImports' in linter.rules.style)
      .flatMap(({ includes }) => includes.filter((pattern) => !pattern.startsWith('!')).flatMap(unfolded))
      .map((pattern) => pattern.replace(/\*\*$/, ''));
    expect(ruled).not.toHaveLength(0);
    const listed = table(CONTRIBUTING, '## Who may import whom').flatMap(([cell = '']) => codeIn(cell));
    expect(listed.toSorted()).toEqual(ruled.toSorted());
  });

  it('lists every command of package.json that is not part of another', () => {
    const commands = table(CONTRIBUTING, '## Commands').map(([cell = '']) => cell);
    const parts = ['check:types', 'check:lint', 'check:unused'];
    const missing = Object.keys(packageJson.scripts).filter(
      (name) => !parts.includes(name) && !new RegExp(`npm (run )?${name}\\b`).test(commands.join('\n')),
    );
    expect(missing).toEqual([]);
  });

  it('names files and folders that are there', () => {
    const rows = table(CONTRIBUTING, '## To add something');
    const paths = rows.flatMap(([, cell = '']) => codeIn(cell)).filter((code) => !code.startsWith('npm '));
    expect(paths.filter((path) => !isThere(path) && path !== 'userIdentity.type')).toEqual([]);
    expect(paths.length).toBeGreaterThan(20);
  });

  it('says of each dependency why it is there', () => {
    expect(firstCells(CONTRIBUTING, '## Dependencies')).toEqual(
      Object.keys({ ...packageJson.dependencies, ...packageJson.devDependencies }),
    );
  });
});
