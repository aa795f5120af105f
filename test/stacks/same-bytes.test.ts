import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROJECT = join(__dirname, '..', '..');
const SOURCES = [
  'main.ts',
  'cdktf.json',
  'package.json',
  'tsconfig.json',
  'THIRD-PARTY-NOTICES',
  'stacks',
  'lambda',
];
// Everything at once, so that anything that depends on the machine would show.
const CONTEXT = JSON.stringify({
  evidenceReporter: { cloudTrail: true, vpc: true, trigger: 'eventbridge', tokenSource: 'secrets-manager' },
});

let scratch: string;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'same-bytes-'));
});

afterAll(() => {
  rmSync(scratch, { recursive: true });
});

/** Synthesises as another machine would: in a folder of its own, in another time zone, with plain `node main.ts`. */
const synthesiseIn = (folder: string, environment: Record<string, string>): string => {
  const project = join(scratch, folder);
  mkdirSync(project);
  for (const source of SOURCES) cpSync(join(PROJECT, source), join(project, source), { recursive: true });
  symlinkSync(join(PROJECT, 'node_modules'), join(project, 'node_modules'));
  const { status, stderr } = spawnSync('node', ['--import', 'tsx', 'main.ts'], {
    cwd: project,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
  });
  if (status !== 0) throw new Error(stderr);
  return join(project, 'cdktf.out');
};

const filesIn = (folder: string): Record<string, Buffer> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry): [string, Buffer] => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(folder.length), readFileSync(path)];
      }),
  );

const digestsOf = (files: Record<string, Buffer>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(files).map(([path, bytes]) => [path, createHash('sha256').update(bytes).digest('hex')]),
  );

describe('the synthesised output', () => {
  it('is the same, byte for byte, in two folders, twice in each, and holds nothing of either', () => {
    const here = filesIn(synthesiseIn('here', { TZ: 'Asia/Tokyo', CDKTF_CONTEXT_JSON: CONTEXT }));
    const there = filesIn(
      synthesiseIn('a-longer-path-elsewhere', { TZ: 'America/New_York', CDKTF_CONTEXT_JSON: CONTEXT }),
    );
    expect(Object.keys(here).filter((path) => path.endsWith('.zip'))).toHaveLength(1);
    expect(Object.keys(here).filter((path) => path.endsWith('cdk.tf.json'))).toHaveLength(2);
    expect(digestsOf(here)).toEqual(digestsOf(there));

    for (const [path, bytes] of Object.entries(here)) {
      if (path.endsWith('.zip')) continue;
      for (const machine of [scratch, PROJECT, tmpdir(), process.env.HOME ?? PROJECT]) {
        expect([path, bytes.includes(`${machine}/`)]).toEqual([path, false]);
      }
    }
  }, 120_000);

  it('of a plain run without any context is that of the options written in cdktf.json', () => {
    const { context } = JSON.parse(readFileSync(join(PROJECT, 'cdktf.json'), 'utf8'));
    const plain = filesIn(synthesiseIn('plain', {}));
    const told = filesIn(synthesiseIn('told', { CDKTF_CONTEXT_JSON: JSON.stringify(context) }));
    expect(digestsOf(plain)).toEqual(digestsOf(told));
  }, 120_000);
});
