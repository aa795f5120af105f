import { chosenRules } from '../../../cli/check-plan/rules';
import { parseWaive, parseWaivers } from '../../../cli/check-plan/waiver';
import { badCluster, check, execCluster, goodCluster, planJson } from './plans';

const execLogging = { rules: chosenRules(['exec-logging'], []) };
const ADDRESS = 'aws_ecs_cluster.main';

describe('a check', () => {
  it('fails when no cluster was looked at, unless that is allowed', () => {
    const destroyed = { ...badCluster(), after: null, actions: ['delete'] };
    for (const json of [planJson(), planJson(destroyed)]) {
      expect(check(json, { ...execLogging, allowEmpty: false })).toMatchObject({
        ok: false,
        noCluster: true,
      });
      expect(check(json, execLogging).ok).toBe(true);
    }
  });

  it('looks for clusters only by the rule that is about them', () => {
    expect(check(planJson(), { rules: chosenRules(['tls-1-2'], []), allowEmpty: false }).ok).toBe(true);
  });

  it('does not fail for what cannot be decided, unless it is strict', () => {
    const json = planJson({ type: 'aws_ecs_cluster', unknown: { configuration: true } });
    expect(check(json, execLogging)).toMatchObject({ ok: true, counts: { undecided: 1 } });
    expect(check(json, { ...execLogging, strict: true }).ok).toBe(false);
  });

  it('accepts DEFAULT and CloudWatch Logs where S3 is not required', () => {
    const settings = { requireS3: false, requiredTags: [] };
    const verdictOf = (execution: object) =>
      check(planJson(execCluster(execution)), { ...execLogging, settings }).results[0]?.verdict;
    expect(verdictOf({ logging: 'DEFAULT' })).toBe('passed');
    const toLogs = { cloud_watch_log_group_name: 'exec' };
    expect(verdictOf({ logging: 'OVERRIDE', log_configuration: [toLogs] })).toBe('passed');
    expect(verdictOf({ logging: 'OVERRIDE', log_configuration: [{}] })).toBe('violated');
    expect(
      check(planJson(execCluster({ logging: 'OVERRIDE', log_configuration: [{}] })), {
        ...execLogging,
        settings,
      }).results[0]?.problems,
    ).toEqual(['log_configuration has neither s3_bucket_name nor cloud_watch_log_group_name']);
    expect(verdictOf({ logging: 'NONE' })).toBe('violated');
  });

  it('takes a bucket, and only a bucket, that is known after apply for one', () => {
    const toNothing = { logging: 'OVERRIDE', log_configuration: [{}] };
    const unknown = (inBlock: object) => ({
      configuration: [{ execute_command_configuration: [{ log_configuration: [inBlock] }] }],
    });
    const verdictOf = (inBlock: object) =>
      check(planJson({ ...execCluster(toNothing), unknown: unknown(inBlock) }), execLogging).results[0]
        ?.verdict;
    expect(verdictOf({ s3_bucket_name: true })).toBe('passed');
    expect(verdictOf({ s3_key_prefix: true })).toBe('violated');
  });
});

describe('a plan with planned_values only', () => {
  const values = (configuration: unknown) => ({
    address: ADDRESS,
    mode: 'managed',
    type: 'aws_ecs_cluster',
    name: 'main',
    values: { configuration },
  });
  const nested = (resource: unknown) => ({
    format_version: '1.2',
    planned_values: { root_module: { child_modules: [{ child_modules: [{ resources: [resource] }] }] } },
  });
  const verdictOf = (execution: object) =>
    check(nested(values([{ execute_command_configuration: [execution] }])), execLogging).results[0]?.verdict;

  it('is judged in all its modules', () => {
    expect(verdictOf({ logging: 'NONE' })).toBe('violated');
    expect(verdictOf({ logging: 'OVERRIDE', log_configuration: [{ s3_bucket_name: 'b' }] })).toBe('passed');
  });

  it('leaves out what is known only after apply', () => {
    expect(verdictOf({ logging: 'OVERRIDE', log_configuration: [{}] })).toBe('passed');
    expect(verdictOf({ logging: 'OVERRIDE', log_configuration: [{ s3_bucket_name: null }] })).toBe(
      'violated',
    );
    expect(verdictOf({ log_configuration: [] })).toBe('undecided');
  });
});

describe('tags in planned_values, which leave out what is known only after apply', () => {
  const verdictOf = (values: object, requiredTags: readonly string[] = []) => {
    const resource = { address: ADDRESS, mode: 'managed', type: 'aws_ecs_cluster', name: 'main', values };
    const data = { ...resource, address: `data.${ADDRESS}`, mode: 'data', values: {} };
    const json = { format_version: '1.2', planned_values: { root_module: { resources: [data, resource] } } };
    const rules = chosenRules(['required-tags'], []);
    return check(json, { rules, settings: { requireS3: true, requiredTags } }).results.map(
      ({ verdict }) => verdict,
    );
  };

  it.each<[string, object, readonly string[], string]>([
    ['is there', { tags_all: { owner: 'me' } }, ['owner'], 'passed'],
    ['may be there', { tags_all: { cost: 'x' } }, ['owner', 'cost'], 'undecided'],
    ['is blank', { tags_all: { owner: ' ' } }, ['owner'], 'violated'],
    ['of any name is there', { tags: { cost: 'x' } }, [], 'passed'],
    ['of any name may be there', { tags: {} }, [], 'undecided'],
    ['is not there', { tags: null, tags_all: null }, [], 'violated'],
    ['can be anything', {}, [], 'undecided'],
  ])('are judged where one %s', (_, values, required, verdict) => {
    expect(verdictOf(values, required)).toEqual([verdict]);
  });
});

describe('a waiver', () => {
  const tagged = (key: string, value: unknown, unknown = {}) => {
    const cluster = badCluster();
    return planJson({ ...cluster, after: { ...cluster.after, tags: { [key]: value } }, unknown });
  };
  const TAG = 'check-plan:waive:exec-logging';

  it.each([
    ['--waive', planJson(badCluster()), [parseWaive(`${ADDRESS}=exec-logging:is gone in March`)]],
    ['tag', tagged(TAG, 'is gone in March'), []],
    [
      'w.json',
      planJson(badCluster()),
      parseWaivers('w.json', `[{"address":"${ADDRESS}","rule":"exec-logging","reason":"is gone in March"}]`),
    ],
  ])('of %s accepts what a rule finds, and its reason is in the report', (by, json, waivers) => {
    const report = check(json, { ...execLogging, waivers });
    expect(report).toMatchObject({ ok: true, unusedWaivers: [], counts: { waived: 1, violated: 0 } });
    expect(report.results[0]?.waiver).toEqual({ reason: 'is gone in March', until: null, by });
  });

  it('is for one address and one rule', () => {
    const waivers = [parseWaive(`${ADDRESS}=exec-logging:r`)];
    expect(
      check(planJson(badCluster(), badCluster('other')), { ...execLogging, waivers }).counts,
    ).toMatchObject({
      waived: 1,
      violated: 1,
    });
    const both = chosenRules(['exec-logging', 'ecs-events'], []);
    expect(check(planJson(badCluster()), { rules: both, waivers }).counts).toMatchObject({
      waived: 1,
      violated: 1,
    });
  });

  it('is reported when it waives nothing', () => {
    const waivers = [
      parseWaive(`${ADDRESS}=exec-logging:r`),
      parseWaive('aws_ecs_cluster.gone=exec-logging:r'),
    ];
    expect(check(planJson(goodCluster()), { ...execLogging, waivers }).unusedWaivers).toHaveLength(2);
    // That rule did not run, so nobody can tell.
    expect(check(planJson(), { rules: chosenRules(['tls-1-2'], []), waivers }).unusedWaivers).toEqual([]);
  });

  it('holds until its last day', () => {
    const waivers = parseWaivers(
      'w.json',
      `[{"address":"${ADDRESS}","rule":"exec-logging","reason":"r","until":"2026-11-21"}]`,
    );
    const on = (today: string) => check(planJson(badCluster()), { ...execLogging, waivers, today });
    expect(on('2026-11-21').ok).toBe(true);
    expect(on('2026-11-22')).toMatchObject({ ok: false, unusedWaivers: [{ expired: true }] });
  });

  it.each([
    ['an empty reason', tagged(TAG, ' '), 'empty'],
    [
      'a reason known only after apply',
      tagged(TAG, null, { tags: { [TAG]: true } }),
      'known only after apply',
    ],
    ['no such rule', tagged('check-plan:waive:exec-loging', 'r'), 'there is no rule'],
    ['a reason nobody can see', tagged(TAG, '\u200b\u3164\u00ad\u2800'), 'empty'],
    ['capital letters', tagged('Check-Plan:Waive:exec-logging', 'r'), 'capital letters'],
  ])('in a tag with %s waives nothing, and is reported', (_, json, why) => {
    expect(check(json, execLogging)).toMatchObject({
      ok: false,
      futileTags: [{ address: ADDRESS, why: expect.stringContaining(why) }],
    });
  });

  it('is not looked for in other tags, whether they are sensitive or not', () => {
    const cluster = badCluster();
    for (const sensitive of [{}, { tags: true }]) {
      const after = { ...cluster.after, tags: { owner: 'me' } };
      expect(check(planJson({ ...cluster, after, sensitive }), execLogging).futileTags).toEqual([]);
    }
  });

  it('has its address and reason without the blanks around them', () => {
    expect(parseWaive(` ${ADDRESS} =exec-logging: r `)).toMatchObject({ address: ADDRESS, reason: 'r' });
  });

  it('in a default tag of the provider waives nothing', () => {
    const cluster = badCluster();
    const json = planJson({ ...cluster, after: { ...cluster.after, tags: null, tags_all: { [TAG]: 'r' } } });
    expect(check(json, execLogging).ok).toBe(false);
  });

  it('can name any address of Terraform', () => {
    for (const address of ['module.a["x=y:z"].aws_ecs_cluster.c["]=\\"b"]', 'aws_ecs_cluster.c[0]'])
      expect(parseWaive(`${address}=exec-logging:a=b: c`)).toMatchObject({ address, reason: 'a=b: c' });
  });

  it.each([
    ['no reason', () => parseWaive(`${ADDRESS}=exec-logging: `), 'has no reason'],
    ['a reason nobody can see', () => parseWaive(`${ADDRESS}=exec-logging:\u200b \u2060`), 'has no reason'],
    ['no rule', () => parseWaive(ADDRESS), 'expected ADDRESS=RULE:REASON'],
    ['another rule', () => parseWaive(`${ADDRESS}=exec:r`), 'There is no rule "exec"'],
    ['no JSON', () => parseWaivers('w.json', '-'), 'w.json is not JSON'],
    ['no list', () => parseWaivers('w.json', '{}'), 'w.json is malformed: it: '],
    [
      'a field that there is not',
      () => parseWaivers('w.json', '[{"address":"a","rule":"tls-1-2","reason":"r","till":"x"}]'),
      '0.till',
    ],
    [
      'a day that February does not have',
      () => parseWaivers('w.json', '[{"address":"a","rule":"tls-1-2","reason":"r","until":"2027-02-30"}]'),
      '0.until',
    ],
    [
      'a day that is none',
      () => parseWaivers('w.json', '[{"address":"a","rule":"tls-1-2","reason":"r","until":"March"}]'),
      '0.until',
    ],
  ])('with %s is refused', (_, parse, said) => {
    expect(parse).toThrow(said);
  });
});

describe('the rules that run', () => {
  const ids = (named: string[], skipped: string[]) => chosenRules(named, skipped).map(({ id }) => id);

  it('are those named, less those skipped; all by `all`', () => {
    expect(ids(['tls-1-2', 'exec-logging'], ['tls-1-2'])).toEqual(['exec-logging']);
    for (const { level } of chosenRules([], [])) expect(level).toBe('must');
    expect(ids(['all'], []).length).toBeGreaterThan(ids([], []).length);
    expect(ids([], ['exec-logging'])).not.toContain('exec-logging');
  });

  it('are never none, and never one that there is not', () => {
    expect(() => ids(['tls-1-2'], ['tls-1-2'])).toThrow('No rule is left');
    expect(() => ids(['tls'], [])).toThrow(
      'There is no rule "tls"; expected one of: exec-logging, task-roles, ',
    );
    expect(() => ids([], ['tls'])).toThrow('There is no rule "tls"');
  });
});
