import { chosenRules, RULES } from '../../../cli/check-plan/rules';
import { resourcesIn } from './hcl';
import { check, type Given, planJson, task, verdicts } from './plans';
import { ACCOUNT } from './rule-cases/account';
import { CLUSTERS } from './rule-cases/clusters';
import { SERVICES } from './rule-cases/services';
import { TASK_DEFINITIONS } from './rule-cases/task-definitions';

/** What the remediations refer to. */
const NAMED = {
  'aws_ecr_repository.THE_REPOSITORY.repository_url': '111122223333.dkr.ecr.eu-central-1.amazonaws.com/app',
  'aws_secretsmanager_secret.THE_SECRET.arn': 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:app',
};

/** Lines as `terraform fmt` indents them. */
const indented = (hcl: string): string => {
  let depth = 0;
  return hcl
    .split('\n')
    .map((line) => line.trim())
    .map((line) => {
      if (/^[}\]]/.test(line)) depth -= 1;
      const written = '  '.repeat(depth) + line;
      if (/[{[]$/.test(line)) depth += 1;
      return written;
    })
    .join('\n');
};

const CASES = [...CLUSTERS, ...ACCOUNT, ...SERVICES, ...TASK_DEFINITIONS];

describe('a rule', () => {
  it.each(CASES.map(([rule, has, given, verdict, says = '']) => ({ rule, has, given, verdict, says })))(
    '$rule: $has',
    ({ rule, given, verdict, says }) => {
      const results = verdicts(rule, ...given);
      const [, said = null, ...problems] = results.find(([, each]) => each !== 'passed') ?? results[0] ?? [];
      expect([said, problems.join('; ')]).toEqual([verdict, expect.stringContaining(says)]);
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
    expect(required('owner', 'cost', 'team')?.problems).toEqual(['it has no tag cost, team']);
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
      if (verdict !== 'passed') {
        expect(resourcesIn(write ?? '', NAMED)).not.toEqual([]);
        expect(write).not.toMatch(/jsonencode\(\[\{\s*\}\]\)/);
        expect(write).toBe(indented(write ?? ''));
      }
  });
});

describe('what a rule says to write', () => {
  const addressOf = ({ type, name = 'main' }: Given) => `${type}.${name}`;
  const changed = (before: Given, { after, unknown, references }: Given): Given => ({
    ...before,
    after: Object.fromEntries(
      Object.entries({
        ...before.after,
        ...after,
        ...(after?.tags != null && { tags_all: after.tags }),
      }).filter(([argument]) => !Object.hasOwn(Object(unknown), argument)),
    ),
    unknown: { ...Object(before.unknown), ...Object(unknown) },
    references: { ...before.references, ...references },
  });
  /** The plan with a resource that is written: changed where it is there, else new. */
  const withWritten = (given: readonly Given[], written: Given): readonly Given[] =>
    given.some((each) => addressOf(each) === addressOf(written))
      ? given.map((each) => (addressOf(each) === addressOf(written) ? changed(each, written) : each))
      : [...given, written];

  // Nothing makes a provider of instances right; what is written takes its place.
  const isReplaced = (rule: string, type: string) =>
    `${rule} ${type}` === 'fargate-only aws_ecs_capacity_provider';

  it.each(
    CASES.filter(([, , , verdict]) => verdict === 'violated').map(([rule, has, given]) => ({
      rule,
      has,
      given,
    })),
  )('lets it pass: $rule, $has', ({ rule, given }) => {
    const resultsOf = (resources: readonly Given[]) =>
      check(planJson(...resources), { rules: chosenRules([rule], []) }).results;
    const written = resultsOf(given).flatMap(({ address, write }) =>
      // Each task has one of its own.
      write === null ? [] : resourcesIn(write.replace('THIS_TASK', address.replace(/^.*\./, '')), NAMED),
    );
    const then = resultsOf(
      written.reduce(
        withWritten,
        given.filter(({ type }) => !isReplaced(rule, type)),
      ),
    );
    expect(then).not.toEqual([]);
    expect(then.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
  });
});
