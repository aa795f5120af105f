import { RULES } from '../../../cli/check-plan/rules';
import { check, planJson, task, verdicts } from './plans';
import { RESOURCES } from './rule-cases/resources';
import { SERVICES } from './rule-cases/services';
import { TASK_DEFINITIONS } from './rule-cases/task-definitions';

const CASES = [...RESOURCES, ...SERVICES, ...TASK_DEFINITIONS];

describe('a rule', () => {
  it.each(CASES.map(([rule, has, given, verdict, says = '']) => ({ rule, has, given, verdict, says })))(
    '$rule: $has',
    ({ rule, given, verdict, says }) => {
      const last = verdicts(rule, ...given).at(-1);
      if (verdict === null) expect(last).toBeUndefined();
      else expect([last?.[1], last?.slice(2).join('; ')]).toEqual([verdict, expect.stringContaining(says)]);
    },
  );

  it('is never without a case that passes and one that does not', () => {
    const found = (rule: string, passed: boolean) =>
      CASES.some((each) => each[0] === rule && each[3] !== null && (each[3] === 'passed') === passed);
    for (const { id } of RULES) expect([id, found(id, true), found(id, false)]).toEqual([id, true, true]);
  });

  it('asks for the tags it was told to ask for', () => {
    const cluster = { type: 'aws_ecs_cluster', after: { tags_all: { owner: 'me' } } };
    const required = (...requiredTags: string[]) =>
      check(planJson(cluster), { settings: { requireS3: true, requiredTags } }).results.find(
        ({ rule }) => rule === 'required-tags',
      );
    expect(required('owner')?.verdict).toBe('passed');
    expect(required('owner', 'cost')?.problems).toEqual(['it has no tag cost']);
  });

  it('shows neither secrets of containers nor what Terraform marks as sensitive', () => {
    const secret = task({ image: 'hunter2:1', environment: [{ name: 'DB_PASSWORD', value: 'hunter2' }] });
    const said = JSON.stringify(check(planJson({ ...secret, sensitive: { container_definitions: true } })));
    expect(said).toContain('DB_PASSWORD');
    expect(said).not.toContain('hunter2');
  });

  it('writes HCL for whatever it finds', () => {
    const resources = CASES.flatMap(([, , given]) => given);
    for (const { verdict, write } of check(planJson(...resources)).results)
      if (verdict !== 'passed') expect(write).toMatch(/^resource "\w+" "\w+" \{\n[\s\S]*\n\}$/);
  });
});
