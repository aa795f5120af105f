import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT } from '../../../cli/exit-code';
import { badCluster, goodCluster, planJson } from './plans';

const folder = mkdtempSync(join(tmpdir(), 'check-plan-'));
afterAll(() => rmSync(folder, { recursive: true }));

// Each starts a process.
jest.setTimeout(120_000);

const MAIN = join(__dirname, '../../../cli/main.ts');

const checkPlan = (args: readonly string[], input = '') => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', MAIN, 'check-plan', ...args],
    { encoding: 'utf8', input, maxBuffer: 64 * 1024 * 1024 },
  );
  return { code: status, out: stdout, err: stderr };
};

const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const good = file('good.json', JSON.stringify(planJson(goodCluster())));
const bad = file('bad.json', JSON.stringify(planJson(badCluster())));

describe('check-plan', () => {
  it('ends with 0 for a good plan and 1 for a bad one, among several, from a file or standard input', () => {
    expect(checkPlan([good])).toMatchObject({ code: EXIT.ok, err: '' });
    expect(checkPlan([good, bad])).toMatchObject({
      code: EXIT.found,
      out: expect.stringContaining(`${bad}:`),
    });
    expect(checkPlan(['-'], JSON.stringify(planJson(badCluster())))).toMatchObject({ code: EXIT.found });
  });

  it('takes options before and after the plans', () => {
    const waive = ['--waive', 'aws_ecs_cluster.main=exec-logging:old'];
    expect(checkPlan([...waive, '--rule', 'exec-logging', bad])).toMatchObject({
      code: EXIT.ok,
      out: expect.stringContaining('because: old (--waive)'),
    });
    const insights = file(
      'default.json',
      JSON.stringify(planJson(badCluster())).replace('"NONE"', '"DEFAULT"'),
    );
    expect(checkPlan([insights, '--no-require-s3']).code).toBe(EXIT.ok);
    expect(checkPlan([insights]).code).toBe(EXIT.found);
  });

  it('writes the report to a file, and text besides', () => {
    const output = join(folder, 'plan.sarif');
    const { code, out } = checkPlan([bad, '--format', 'sarif', '--output', output]);
    expect([code, out]).toEqual([EXIT.found, expect.stringContaining('FAILED exec-logging')]);
    expect(JSON.parse(readFileSync(output, 'utf8')).version).toBe('2.1.0');
  });

  it('gives machines the same JSON by --json and by --format json', () => {
    const byFlag = JSON.parse(checkPlan([bad, '--json']).out);
    expect(byFlag).toMatchObject({ ok: false, counts: { violated: 1 } });
    expect(JSON.parse(checkPlan([bad, '--format', 'json']).out)).toEqual(byFlag);
  });

  it('lists its rules without a plan', () => {
    const { code, out } = checkPlan(['--list-rules']);
    expect([code, out]).toEqual([EXIT.ok, expect.stringMatching(/^\* exec-logging/)]);
  });

  it('judges a plan of 50 MB', () => {
    const other = { type: 'aws_instance', after: { user_data: 'x'.repeat(10_000) } };
    const resources = Array.from({ length: 5_000 }, (_, index) => ({ ...other, name: `i${index}` }));
    const clusters = Array.from({ length: 500 }, (_, index) => badCluster(`c${index}`));
    const json = JSON.stringify(planJson(...resources, ...clusters));
    expect(json.length).toBeGreaterThan(50_000_000);
    const { code, out } = checkPlan([file('large.json', json), '--rule', 'all']);
    expect([code, out]).toEqual([EXIT.found, expect.stringContaining('500 ECS clusters')]);
  });

  it.each([
    ['no plan', [], 'Name a plan'],
    ['a file that is not there', ['absent.json'], 'absent.json cannot be read'],
    ['no JSON', [file('x.json', 'hunter2')], 'is not JSON. Make it with: terraform show -json'],
    ['the same plan twice', [good, good], 'is named twice'],
    ['an unknown rule', [good, '--rule', 'x'], 'There is no rule "x"'],
    ['an unknown format', [good, '--format', 'x'], 'format'],
    ['two formats', [good, '--json', '--format', 'junit'], 'contradict each other'],
    ['waivers that are not there', [good, '--waivers', 'absent.json'], 'cannot be read'],
    ['a report that cannot be written', [good, '--output', join(folder, 'no', 'x')], 'cannot be written'],
  ])('refuses %s with 2, and says what is wrong', (_, args, said) => {
    const { code, out, err } = checkPlan(args);
    expect([code, out, err]).toEqual([EXIT.failed, '', expect.stringContaining(said)]);
    expect(err).not.toMatch(/\n\s+at /);
    expect(err).not.toContain('hunter2');
  });
});
