import { checkPlans } from '../../../cli/check-plan/check';
import { parsePlan } from '../../../cli/check-plan/parse-plan';
import { chosenRules } from '../../../cli/check-plan/rules';
import { parseWaive } from '../../../cli/check-plan/waiver';
import { badCluster, goodCluster, planJson } from './plans';

const ADDRESS = 'aws_ecs_cluster.main';

describe('the report', () => {
  const SETTINGS = { requireS3: true, requiredTags: [] };
  const of = (
    plans: Readonly<Record<string, unknown>>,
    besides: Partial<Parameters<typeof checkPlans>[1]> = {},
  ) =>
    checkPlans(
      Object.entries(plans).map(([source, json]) => parsePlan(source, json)),
      {
        rules: chosenRules(['exec-logging'], []),
        settings: SETTINGS,
        waivers: [],
        strict: false,
        allowEmpty: false,
        today: '2026-11-21',
        ...besides,
      },
    );

  it('of --json has everything that was looked at, and what was found', () => {
    const waivers = [parseWaive('aws_ecs_cluster.old=exec-logging:is gone in March')];
    const network = { type: 'aws_vpc' };
    const one = { ...planJson(goodCluster(), network, badCluster('old')), complete: true };
    const found = of({ 'one.json': one, 'two.json': planJson(badCluster('new')) }, { waivers });
    const base = { rule: 'exec-logging' };
    const problems = ['logging is "NONE", so ECS Exec sessions are not logged'];
    const write = expect.stringMatching(/^resource "aws_ecs_cluster" "(old|new)" \{/);
    const waiver = { reason: 'is gone in March', until: null, by: '--waive' };
    const passed = { problems: [], verdict: 'passed', write: null, waiver: null };
    expect(found).toEqual({
      plans: [
        { plan: 'one.json', terraformVersion: '1.11.4', complete: true, resources: 3, clusters: 2 },
        { plan: 'two.json', terraformVersion: '1.11.4', complete: null, resources: 1, clusters: 1 },
      ],
      rules: ['exec-logging'],
      results: [
        { ...base, plan: 'one.json', address: ADDRESS, ...passed },
        {
          ...base,
          plan: 'one.json',
          address: 'aws_ecs_cluster.old',
          problems,
          verdict: 'waived',
          write,
          waiver,
        },
        {
          ...base,
          plan: 'two.json',
          address: 'aws_ecs_cluster.new',
          problems,
          verdict: 'violated',
          write,
          waiver: null,
        },
      ],
      noCluster: false,
      strict: false,
      unusedWaivers: [],
      futileTags: [],
      counts: { passed: 1, violated: 1, undecided: 0, waived: 1 },
      ok: false,
    });
  });

  it('has a cluster when only one of the plans has one', () => {
    expect(of({ 'one.json': planJson(goodCluster()), 'two.json': planJson() })).toMatchObject({
      noCluster: false,
      ok: true,
    });
  });

  it('says of what is wrong and what cannot be decided that it failed', () => {
    const trail = {
      type: 'aws_cloudtrail',
      after: { enable_logging: false },
      unknown: { is_multi_region_trail: true },
    };
    expect(
      of({ 'one.json': planJson(trail) }, { rules: chosenRules(['cloudtrail-trail'], []) }).results,
    ).toMatchObject([
      {
        verdict: 'violated',
        problems: ['enable_logging is not true', 'is_multi_region_trail is known only after apply'],
      },
    ]);
  });

  it('takes a tag for a waiver in its own plan only', () => {
    const cluster = badCluster();
    const tags = { 'check-plan:waive:exec-logging': ' is gone in March ' };
    const tagged = planJson({ ...cluster, after: { ...cluster.after, tags } });
    const { results } = of({ 'one.json': tagged, 'two.json': planJson(cluster) });
    expect(results.map(({ verdict, waiver }) => [verdict, waiver?.reason])).toEqual([
      ['waived', 'is gone in March'],
      ['violated', undefined],
    ]);
    const waivers = [parseWaive(`${ADDRESS}=exec-logging:r`), parseWaive(`${ADDRESS}=exec-logging:again`)];
    expect(of({ 'one.json': tagged }, { waivers })).toMatchObject({ ok: true, unusedWaivers: [] });
    const unused = of({
      'one.json': planJson({ ...goodCluster(), after: { ...goodCluster().after, tags } }),
    }).unusedWaivers;
    expect(unused).toEqual([
      {
        address: ADDRESS,
        rule: 'exec-logging',
        reason: 'is gone in March',
        until: null,
        by: 'tag',
        expired: false,
      },
    ]);
  });
});
