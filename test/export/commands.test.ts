import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseOutFolder, UsageError } from '../../export/out-folder';
import { scripts } from '../../package.json';
import { filesIn } from './files-in';

const PROJECT = join(__dirname, '..', '..');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commands-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs what `npm run <script> -- <args>` does, without npm and without installing dependencies. */
const run = (script: 'synth:hcl' | 'synth:module', ...args: readonly string[]) => {
  const [source = ''] = /export\/\S+\.ts/.exec(scripts[script]) ?? [];
  return spawnSync(process.execPath, ['--import', 'tsx', source, ...args], {
    cwd: PROJECT,
    encoding: 'utf8',
  });
};

describe('npm run synth:hcl -- --out DIR', () => {
  it('writes there, twice the same, and then refuses a folder with state', () => {
    const first = run('synth:hcl', '--out', folder);
    expect(first.stdout).toBe(`evidence-reporter: ${join(folder, 'evidence-reporter')}\n`);
    const written = filesIn(folder);
    expect(Object.keys(written)).toContain('evidence-reporter/main.tf');
    expect(run('synth:hcl', '--out', folder).status).toBe(0);
    expect(filesIn(folder)).toEqual(written);

    const state = join(folder, 'evidence-reporter', 'terraform.tfstate');
    writeFileSync(state, '{"serial":7}');
    const { status, stdout, stderr } = run('synth:hcl', `--out=${folder}`);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(
      `${join(folder, 'evidence-reporter')} was left unchanged:\n  - terraform.tfstate`,
    );
    // A message for the user, without a stack trace.
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(readFileSync(state, 'utf8')).toBe('{"serial":7}');
  }, 60_000);
});

describe('npm run synth:module -- --out DIR', () => {
  it('writes the module there', () => {
    expect(run('synth:module', '--out', folder).stdout).toBe(`${folder}\n`);
    expect(Object.keys(filesIn(folder))).toContain('reporter.zip');
  }, 60_000);
});

describe('a wrong call', () => {
  it('writes nothing and shows the usage', () => {
    const { status, stdout, stderr } = run('synth:hcl', '--output', folder);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage: npm run synth:hcl -- [--out DIR]');
    expect(filesIn(folder)).toEqual({});
  }, 60_000);

  it.each([
    ['an unknown option', ['--output', 'x'], "Unknown option '--output'"],
    ['a folder without --out', ['x'], "Unexpected argument 'x'"],
    ['--out without a folder', ['--out'], 'argument missing'],
    ['--out with nothing in it', ['--out='], '--out was given without a folder'],
    ['--out twice', ['--out', 'x', '--out', 'y'], '--out was given more than once'],
  ])('is %s', (_what, args, reason) => {
    const call = () => parseOutFolder({ script: 'synth:module', out: 'dist/module' }, args);
    expect(call).toThrow(UsageError);
    expect(call).toThrow(reason);
    expect(call).toThrow('Usage: npm run synth:module -- [--out DIR]');
  });
});
