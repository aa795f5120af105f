import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { checkPlans } from '../../../cli/check-plan/check';
import { type Format, reportAs } from '../../../cli/check-plan/formats';
import { listRules } from '../../../cli/check-plan/list-rules';
import { parsePlan } from '../../../cli/check-plan/parse-plan';
import { chosenRules } from '../../../cli/check-plan/rules';
import { parseWaive, parseWaivers } from '../../../cli/check-plan/waiver';
import { openTerminal } from '../../../cli/terminal';
import { badCluster, goodCluster, planJson } from './plans';

const RULES = chosenRules(['exec-logging', 'ecs-events'], []);
const LATER = { type: 'aws_ecs_cluster', name: 'later', unknown: { configuration: true } };
const TAGGED = {
  ...goodCluster('tagged'),
  after: { ...goodCluster('tagged').after, tags: { 'check-plan:waive:tls': 'x' } },
};
const EVENTS = { type: 'aws_cloudwatch_event_rule', after: { event_pattern: '{"source":["aws.ecs"]}' } };
const WAIVERS = [
  parseWaive('aws_ecs_cluster.gone=exec-logging:is "gone" in <March>'),
  ...parseWaivers(
    'w.json',
    JSON.stringify([
      { address: 'aws_ecs_cluster.old', rule: 'exec-logging', reason: 'no shells', until: '2026-12-31' },
      { address: 'aws_ecs_cluster.main', rule: 'exec-logging', reason: 'was new', until: '2026-10-31' },
    ]),
  ),
];
const PLANS = {
  'plans/a b.json': { ...planJson(EVENTS, goodCluster(), badCluster('old'), LATER), complete: false },
  'b.json': planJson(EVENTS, TAGGED, badCluster()),
};

const reported = (
  format: Format,
  {
    plans = PLANS,
    ...besides
  }: { plans?: Readonly<Record<string, unknown>>; strict?: boolean; allowEmpty?: boolean } = {},
) => {
  const report = checkPlans(
    Object.entries(plans).map(([source, json]) => parsePlan(source, json)),
    {
      rules: RULES,
      settings: { requireS3: true, requiredTags: [] },
      waivers: WAIVERS,
      strict: false,
      allowEmpty: false,
      today: '2026-11-21',
      ...besides,
    },
  );
  return reportAs(format, report, RULES);
};

const WRITE = `resource "aws_ecs_cluster" "main" {
  configuration {
    execute_command_configuration {
      logging = "OVERRIDE"
      log_configuration {
        s3_bucket_name = "NAME_OF_THE_BUCKET_FOR_TRANSCRIPTS"
      }
    }
  }
}`;

describe('text', () => {
  it('of several plans names each, and says which waivers and tags are of no use', () => {
    expect(reported('text')).toBe(`plans/a b.json:
WAIVED exec-logging: aws_ecs_cluster.old
  logging is "NONE", so ECS Exec sessions are not logged
  because: no shells (w.json, until 2026-12-31)
NOT DECIDED exec-logging: aws_ecs_cluster.later
  configuration is known only after apply

b.json:
FAILED exec-logging: aws_ecs_cluster.main
  logging is "NONE", so ECS Exec sessions are not logged
  write:
${WRITE.replaceAll(/^/gm, '    ')}

Note: plans/a b.json is not complete (complete: false): it was made with -target, or changes were deferred, so resources can be missing from it. Check the plan of everything too.
Waiver not used: exec-logging for aws_ecs_cluster.gone (--waive)
Waiver expired on 2026-10-31: exec-logging for aws_ecs_cluster.main (w.json)
Tag waives nothing: check-plan:waive:tls of aws_ecs_cluster.tagged: there is no rule "tls"
2 plans, 5 ECS clusters, 2 rules: 1 failed, 1 not decided, 1 waived, 7 passed`);
  });

  it('of a good plan is a line', () => {
    expect(
      reported('text', { plans: { 'b.json': planJson(EVENTS, goodCluster()) } })
        .split('\n')
        .slice(-1),
    ).toEqual(['1 plan, 1 ECS cluster, 2 rules: 0 failed, 0 not decided, 0 waived, 2 passed']);
  });

  it('says that --strict made it fail, and that there was no cluster', () => {
    expect(reported('text', { strict: true })).toContain(
      '1 failed, 1 not decided (--strict: failed), 1 waived',
    );
    expect(
      reported('text', { strict: true, plans: { 'b.json': planJson(EVENTS) } })
        .split('\n')
        .slice(-2),
    ).toEqual([
      'FAILED exec-logging: No ECS cluster was looked at: the plans neither make nor keep an aws_ecs_cluster. If that is as it should be, say --allow-empty.',
      '1 plan, 0 ECS clusters, 2 rules: 0 failed, 0 not decided, 0 waived, 0 passed',
    ]);
  });
});

describe('JUnit', () => {
  const skipped = (why: string) => `\n      <skipped message="${why}"/>\n    `;
  const testCase = (rule: string, name: string, inside = '') =>
    `    <testcase classname="${rule}" name="aws_ecs_cluster.${name}">${inside}</testcase>`;
  const failure = (type: string, message: string, name: string) =>
    `\n      <failure message="${message}" type="${type}">${[message, 'Write:', WRITE.replace('main', name)].join('\n').replaceAll('"', '&quot;')}</failure>\n    `;
  const NOT_LOGGED = 'logging is &quot;NONE&quot;, so ECS Exec sessions are not logged';
  const OF_LATER = 'configuration is known only after apply';
  const suites = (note: string, strict: boolean) => `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="check-plan">
  <testsuite name="plans/a b.json" tests="6" failures="${strict ? 1 : 0}" errors="0" skipped="${strict ? 1 : 2}">
${[
  testCase('exec-logging', 'main'),
  testCase('exec-logging', 'old', skipped('waived: no shells')),
  testCase(
    'exec-logging',
    'later',
    strict ? failure('undecided', OF_LATER, 'later') : skipped(`not decided: ${OF_LATER}`),
  ),
  ...['main', 'old', 'later'].map((name) => testCase('ecs-events', name)),
].join('\n')}
    <system-out>${note}</system-out>
  </testsuite>
  <testsuite name="b.json" tests="4" failures="1" errors="0" skipped="0">
${[
  testCase('exec-logging', 'tagged'),
  testCase('exec-logging', 'main', failure('violated', NOT_LOGGED, 'main')),
  ...['tagged', 'main'].map((name) => testCase('ecs-events', name)),
].join('\n')}
  </testsuite>
</testsuites>
`;

  it.each([false, true])(
    'has a suite for each plan, and a case for each rule and address (strict: %s)',
    (strict) => {
      const note =
        'plans/a b.json is not complete (complete: false): it was made with -target, or changes were deferred, so resources can be missing from it. Check the plan of everything too.';
      expect(reported('junit', { strict })).toBe(suites(note, strict));
    },
  );

  it('spells out what XML has its own use for', () => {
    const plans = { "a&'b'.json": planJson(EVENTS, badCluster('c["<x>"]')) };
    const xml = reported('junit', { plans });
    expect(xml).toContain('name="a&amp;&apos;b&apos;.json"');
    expect(xml).toContain('name="aws_ecs_cluster.c[&quot;&lt;x&gt;&quot;]"');
  });

  it('fails where there is no cluster', () => {
    expect(reported('junit', { plans: { 'b.json': planJson(EVENTS) } })).toContain(
      `  <testsuite name="b.json" tests="1" failures="1" errors="0" skipped="0">
    <testcase classname="exec-logging" name="clusters">
      <failure message="No ECS cluster was looked at: `,
    );
  });
});

describe('SARIF', () => {
  const runOf = (...given: Parameters<typeof reported> extends [Format, ...infer Rest] ? Rest : never) =>
    JSON.parse(reported('sarif', ...given)).runs[0];
  const uri = (of: string) => ({ artifactLocation: { uri: of }, region: { startLine: 1 } });

  it('has the rules, what they found, and where', () => {
    const { tool, results, invocations, columnKind } = runOf();
    expect(columnKind).toBe('utf16CodeUnits');
    expect(tool.driver.name).toBe('ecs-exec-evidence check-plan');
    expect(tool.driver.rules).toEqual(
      RULES.map(({ id, title, reason, control, level }) => ({
        id,
        shortDescription: { text: title },
        fullDescription: { text: reason },
        defaultConfiguration: { level: 'error' },
        properties: { control, level },
      })),
    );
    expect(results.at(-1)).toEqual({
      ruleId: 'exec-logging',
      ruleIndex: 0,
      kind: 'fail',
      level: 'error',
      message: {
        text: `aws_ecs_cluster.main: logging is "NONE", so ECS Exec sessions are not logged.\nWrite:\n${WRITE}`,
      },
      locations: [
        {
          physicalLocation: uri('b.json'),
          logicalLocations: [{ fullyQualifiedName: 'aws_ecs_cluster.main', kind: 'resource' }],
        },
      ],
      partialFingerprints: { 'ruleAndAddress/v1': expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(invocations).toEqual([
      {
        executionSuccessful: true,
        toolExecutionNotifications: [
          {
            level: 'note',
            message: { text: expect.stringMatching(/^plans\/a b\.json is not complete/) },
            locations: [{ physicalLocation: uri('plans/a%20b.json') }],
          },
        ],
      },
    ]);
  });

  it('knows a finding again in the next plan, and tells it from those of other rules and addresses', () => {
    const print = (name: string, plan: string) =>
      runOf({ plans: { [plan]: planJson(badCluster(name)) } }).results.map(
        (each: Record<string, unknown>) => Object(each.partialFingerprints)['ruleAndAddress/v1'],
      );
    expect(print('x', 'a.json')).toEqual(print('x', 'b.json'));
    expect(new Set([...print('x', 'a.json'), ...print('y', 'a.json')]).size).toBe(4);
  });

  it('has what is not decided as an error where --strict has it fail', () => {
    const kindOf = (strict: boolean) =>
      runOf({ strict }).results.map(({ kind, level }: Record<string, unknown>) => `${kind} ${level}`);
    expect(kindOf(false)).toEqual(['fail error', 'open none', 'fail error']);
    expect(kindOf(true)).toEqual(['fail error', 'fail error', 'fail error']);
  });

  it('says whether a waiver is in the source, and why', () => {
    const tagged = { ...badCluster(), after: { tags: { 'check-plan:waive:exec-logging': 'is gone' } } };
    expect(runOf({ plans: { 'a.json': planJson(EVENTS, tagged) } }).results[0].suppressions).toEqual([
      { kind: 'inSource', status: 'accepted', justification: 'is gone' },
    ]);
    expect(runOf().results[0].suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: 'no shells' },
    ]);
  });

  it('has a URI for a plan anywhere', () => {
    const path = join(__dirname, 'a b.json');
    const { results } = runOf({ plans: { [path]: planJson(EVENTS), 'c.json': planJson() } });
    expect(results).toEqual([
      {
        ruleId: 'exec-logging',
        ruleIndex: 0,
        kind: 'fail',
        level: 'error',
        message: { text: expect.stringMatching(/^No ECS cluster was looked at/) },
        locations: [pathToFileURL(path).href, 'c.json'].map((of) => ({ physicalLocation: uri(of) })),
        partialFingerprints: { 'ruleAndAddress/v1': expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
    ]);
  });

  it('cuts what is endless', () => {
    const { results } = runOf({ plans: { 'a.json': planJson(badCluster('x'.repeat(9_000))) } });
    expect(results[0].message.text).toHaveLength(2_000);
  });
});

describe('the list of rules', () => {
  const listed = (json: boolean) => {
    const out = new PassThrough();
    listRules(openTerminal({ out, err: new PassThrough() }, { json }));
    return String(out.read());
  };

  it('has each with its control, and marks those that run by default', () => {
    const lines = listed(false).split('\n');
    expect(lines[0]).toBe('* exec-logging             -  ECS clusters must log ECS Exec');
    expect(lines).toContain(
      '  task-roles               1  Each task has an IAM role of its own, and an execution role',
    );
    expect(lines).toContain('  required-tags           O3  ECS resources are tagged');
    expect(lines.slice(-3)).toEqual([
      '',
      '* runs by default. The number is that of the control in the ECS security runbook; see docs/check-plan.md.',
      '',
    ]);
  });

  it('says the same to machines, with the reason', () => {
    expect(JSON.parse(listed(true))[1]).toEqual({
      id: 'task-roles',
      control: '1',
      title: 'Each task has an IAM role of its own, and an execution role',
      reason:
        'A container can use every permission of the role of its task, so a shared role gives it those of others.',
      default: false,
    });
  });
});
