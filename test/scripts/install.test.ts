import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const SCRIPT = join(__dirname, '../../scripts/install.mjs');

const ONE = { version: '1.0.0', integrity: 'sha512-one' };
const TWO = { version: '2.0.0', integrity: 'sha512-two', dev: true };
const OTHER_PLATFORM = { version: '3.0.0', integrity: 'sha512-three', optional: true };
const WANTED = {
  '': { version: '0.1.0' },
  'node_modules/one': ONE,
  'node_modules/two': TWO,
  'node_modules/other-platform': OTHER_PLATFORM,
};
const INSTALLED = { 'node_modules/one': ONE, 'node_modules/two': TWO };

describe('the script that installs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'install-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const npm = join(folder, 'npm');
  writeFileSync(npm, '#!/bin/sh\necho "npm $*"\nexit "$NPM_EXIT"\n');
  chmodSync(npm, 0o755);

  /** Runs it with what npm has noted as installed, `null` if it has noted nothing. */
  const run = (installed: object | null, npmExit = 0, wanted: object = WANTED) => {
    rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
    mkdirSync(join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: wanted }));
    if (installed !== null)
      writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }));
    const { status, stdout } = spawnSync(process.execPath, [SCRIPT], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}`, NPM_EXIT: String(npmExit) },
    });
    return { status, ranNpm: stdout.includes('npm ci') };
  };

  it('does nothing after npm ci, which leaves out what is for other platforms', () => {
    expect(run(INSTALLED)).toEqual({ status: 0, ranNpm: false });
  });

  it('minds no package that is there besides', () => {
    expect(run({ ...INSTALLED, 'node_modules/stray': ONE })).toEqual({ status: 0, ranNpm: false });
  });

  it.each<[string, object | null]>([
    ['nothing is installed', null],
    ['a package is missing, as after npm ci --omit=dev', { 'node_modules/one': ONE }],
    ['a package has another version', { ...INSTALLED, 'node_modules/two': { ...TWO, version: '2.0.1' } }],
    ['a package has other content', { ...INSTALLED, 'node_modules/two': { ...TWO, integrity: 'sha512-x' } }],
  ])('installs if %s', (_what, installed) => {
    expect(run(installed)).toEqual({ status: 0, ranNpm: true });
  });

  it('fails as npm does', () => {
    expect(run(null, 7)).toEqual({ status: 7, ranNpm: true });
  });

  it('takes what npm itself has noted in this project for what the lock file says', () => {
    const project = join(__dirname, '../..');
    const packagesIn = (path: string) => JSON.parse(readFileSync(join(project, path), 'utf8')).packages;
    const installed = packagesIn('node_modules/.package-lock.json');
    expect(Object.keys(installed).length).toBeGreaterThan(100);
    expect(run(installed, 0, packagesIn('package-lock.json'))).toEqual({ status: 0, ranNpm: false });
  });
});
