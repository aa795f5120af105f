import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Each test starts jest, which takes longer than a test usually may.
jest.setTimeout(60_000);

const SCRIPT = join(__dirname, '../../scripts/jest.mjs');
const PASSES = "it('passes', () => expect(1).toBe(1));";
// Test files as text: this project's own tests skip nothing, and what follows is what the script has to notice.
const STRAY = `${PASSES} describe('a block', () => it.skip('a stray one', () => {}));`;
const WITHOUT_TOOL = `${PASSES} describe.skip('a block [terraform is not on PATH]', () => it('a test', () => {}));`;
// Found, or rather not, as test/tools/found.ts leaves it.
const NOT_FOUND = `require('node:fs').writeFileSync(process.env.FOUND_TOOLS + '/terraform.json', '{"missing":"terraform is not on PATH"}');`;

describe('the script that runs jest', () => {
  const folder = mkdtempSync(join(tmpdir(), 'run-jest-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (source: string, ci?: string, keepLogs = '') => {
    writeFileSync(join(folder, 'some.test.js'), source);
    const { CI: _ci, ...environment } = process.env;
    const { status, stdout } = spawnSync(
      process.execPath,
      [SCRIPT, `--rootDir=${folder}`, '--config={}', '--runInBand'],
      { encoding: 'utf8', env: { ...environment, KEEP_LOGS: keepLogs, ...(ci && { CI: ci }) } },
    );
    return { status, stdout, counts: stdout.trim().split('\n').at(-1) };
  };

  it('names and counts a skipped test', () => {
    const { status, stdout, counts } = run(STRAY);
    expect({ status, counts }).toEqual({ status: 0, counts: '1 passed, 0 failed, 1 skipped' });
    expect(stdout).toContain('some.test.js: a block › a stray one');
  });

  it.each([
    ['skipped', STRAY],
    ['still to be written', `${PASSES} it.todo('a stray one');`],
    ['left out because another one is alone', `it.only('runs', () => {}); it('a stray one', () => {});`],
    ['skipped for a tool that was found', WITHOUT_TOOL],
  ])('fails in CI for a test that is %s', (_what, source) => {
    const { status, stdout, counts } = run(source, 'true');
    expect({ status, counts }).toEqual({ status: 1, counts: '1 passed, 1 failed' });
    expect(stdout).toContain('FAILED: skipped in CI');
  });

  it('takes in CI a test that is skipped by name for a tool that was not found', () => {
    const { status, counts } = run(`${NOT_FOUND} ${WITHOUT_TOOL}`, 'true');
    expect({ status, counts }).toEqual({ status: 0, counts: '1 passed, 0 failed, 1 skipped' });
  });

  it('keeps what jest reports where KEEP_LOGS says', () => {
    const logs = join(folder, 'logs', 'kept');
    run("it('fails', () => expect(1).toBe(2));", undefined, logs);
    const [file = '', ...others] = readdirSync(logs);
    expect(others).toEqual([]);
    const report: unknown = JSON.parse(readFileSync(join(logs, file), 'utf8'));
    expect(report).toMatchObject({ numFailedTests: 1, numPassedTests: 0 });
  });

  it('fails for a test that fails, and for a file that does not load', () => {
    expect(run("it('fails', () => expect(1).toBe(2));").counts).toBe('0 passed, 1 failed');
    expect(run('this is not JavaScript').counts).toBe('0 passed, 1 failed');
  });
});
