import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { chosenRules } from '../../cli/check-plan/rules';
import { PAYLOADS } from '../../policy/test/payloads';
import { check, planJson } from '../cli/check-plan/plans';
import { describeWith, pathOf } from '../tools/tools';
import { failuresOf } from './assertions';

const FOLDER = join(__dirname, '../../policy');
const POLICY = join(FOLDER, 'check-ecs-exec-logging.yaml');
const policy: unknown = parse(readFileSync(POLICY, 'utf8'));
const pathTo = (file: string) => join(FOLDER, 'test', `${file}.json`);
const payloadAt = (file: string) => JSON.parse(readFileSync(pathTo(file), 'utf8'));

const report = (payload: unknown) =>
  check(payload, { rules: chosenRules(['exec-logging'], []), allowEmpty: false });

const CASES = PAYLOADS.map(({ file, has }) => [file, has, file.startsWith('good-test/')] as const);

it('every payload is one of those that are made, and all are there', () => {
  const there = ['good-test', 'bad-test'].flatMap((folder) =>
    readdirSync(join(FOLDER, 'test', folder)).map((file) => `${folder}/${file.replace('.json', '')}`),
  );
  expect(there.toSorted()).toEqual(PAYLOADS.map(({ file }) => file).toSorted());
});

it('no payload says when it was made, or on which machine', () => {
  for (const { file } of PAYLOADS) {
    expect(payloadAt(file)).not.toHaveProperty('timestamp');
    expect(readFileSync(pathTo(file), 'utf8')).not.toMatch(/"(?:\/\w+|[A-Z]:\\)/);
  }
});

describe('a payload as Terraform plans it', () => {
  it.each(CASES)('%s, %s: check-plan finds it good: %s', (file, _, isGood) => {
    expect(report(payloadAt(file)).ok).toBe(isGood);
  });

  it.each(CASES)('%s, %s: the expressions of the policy find it good: %s', (file, _, isGood) => {
    const failures = failuresOf(policy, payloadAt(file));
    expect([file, failures.length === 0]).toEqual([file, isGood]);
  });

  it.each(CASES)('%s, %s: the policy names the clusters that check-plan names', (file) => {
    const payload = payloadAt(file);
    const bad = report(payload).results.filter(({ verdict }) => verdict === 'violated');
    const said = failuresOf(policy, payload).join();
    for (const { address } of bad) expect(said).toContain(address);
    for (const { address } of report(payload).results.filter(({ verdict }) => verdict !== 'violated'))
      expect(said).not.toContain(address);
  });
});

it.each([
  ['not a plan', {}],
  ['a plan without resources', planJson()],
])('the policy fails for %s', (_, payload) => {
  expect(failuresOf(policy, JSON.parse(JSON.stringify(payload)))).toEqual(['No ECS cluster was looked at']);
});

describeWith('kyverno-json')('kyverno-json', () => {
  it.each(CASES)('says of %s, %s, that it is good: %s', (file, _, isGood) => {
    const said = execFileSync(
      pathOf('kyverno-json'),
      [
        'scan',
        '--policy',
        POLICY,
        '--payload',
        pathTo(file),
        '--bindings',
        join(FOLDER, 'test/binding.yaml'),
      ],
      { encoding: 'utf8' },
    );
    expect(said).toContain(isGood ? 'PASSED' : 'FAILED');
    expect(said).not.toContain('ERROR');
  });
});
