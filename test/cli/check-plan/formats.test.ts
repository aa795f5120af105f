import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOMParser } from '@xmldom/xmldom';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { FORMATS, reportAs } from '../../../cli/check-plan/formats';
import { chosenRules, RULES } from '../../../cli/check-plan/rules';
import { parseWaive } from '../../../cli/check-plan/waiver';
import { badCluster, check, goodCluster, planJson, task } from './plans';

// From npm's @microsoft/sarif-multitool-linux 5.7.0 (MIT), which has it from OASIS.
const SCHEMA = JSON.parse(readFileSync(join(__dirname, '../../fixtures/sarif-2.1.0.json'), 'utf8'));
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
const isSarif = ajv.compile(SCHEMA);

const HOSTILE =
  '\u001b]0;owned\u0007\u001b[2J\u009b31m\r\n<b a="\'">&]]>\u202egnp.exe\u0000\uffff\ud800::error::x';
const hostile = planJson(
  badCluster(`c["${HOSTILE}"]`),
  task({ name: HOSTILE, image: HOSTILE }),
  { ...badCluster('tagged'), after: { tags: { 'check-plan:waive:exec-logging': HOSTILE } } },
  { ...badCluster('futile'), after: { tags: { [`check-plan:waive:${HOSTILE}`]: 'x' } } },
);
const mixed = () =>
  check(
    planJson(badCluster('bad'), goodCluster('good'), badCluster('old'), {
      type: 'aws_ecs_cluster',
      name: 'later',
      unknown: { configuration: true },
    }),
    {
      rules: chosenRules(['exec-logging'], []),
      waivers: [parseWaive('aws_ecs_cluster.old=exec-logging:gone soon')],
    },
  );

const sarif = (report: ReturnType<typeof check>) => JSON.parse(reportAs('sarif', report, RULES));

// What moves a cursor, colours, or hides: nothing of it may be printed, but for line ends.
const CONTROLS = /[^\P{C}\n]/u;

describe('text', () => {
  it('names the address, what is wrong and what to write', () => {
    expect(reportAs('text', mixed(), RULES)).toBe(
      `FAILED exec-logging: aws_ecs_cluster.bad
  logging is "NONE", so ECS Exec sessions are not logged
  write:
    resource "aws_ecs_cluster" "bad" {
      configuration {
        execute_command_configuration {
          logging = "OVERRIDE"
          log_configuration {
            s3_bucket_name = "NAME_OF_THE_BUCKET_FOR_TRANSCRIPTS"
          }
        }
      }
    }
WAIVED exec-logging: aws_ecs_cluster.old
  logging is "NONE", so ECS Exec sessions are not logged
  because: gone soon (--waive)
NOT DECIDED exec-logging: aws_ecs_cluster.later
  configuration is known only after apply

1 plan, 4 ECS clusters, 1 rule: 1 failed, 1 not decided, 1 waived, 1 passed`,
    );
  });

  it('cuts what is endless', () => {
    const report = check(planJson(badCluster('x'.repeat(1_000_000))));
    expect(reportAs('text', report, RULES).length).toBeLessThan(20_000);
    expect(reportAs('text', report, RULES)).toMatch(/x… \(999516 more characters\)$/m);
  });
});

describe('content that is made to do harm', () => {
  it.each(FORMATS)('does none in %s', (format) => {
    const text = reportAs(format, check(hostile), RULES);
    expect(text).not.toMatch(CONTROLS);
    expect(text).toMatch(format === 'text' || format === 'junit' ? /\\u\{1b\}/ : /\\u001b/);
  });

  it('stays on its line, so that no CI takes it for a command', () => {
    expect(reportAs('text', check(hostile), RULES)).not.toMatch(/^\s*::/m);
  });

  it('is the same in JSON as in the plan', () => {
    const [first] = JSON.parse(reportAs('json', check(hostile), RULES)).results;
    expect(first.address).toBe(`aws_ecs_cluster.c["${HOSTILE}"]`);
  });
});

describe('SARIF', () => {
  it.each([
    ['mixed results', mixed()],
    ['harmful content', check(hostile)],
    ['no cluster', check(planJson(), { allowEmpty: false })],
    ['nothing', check(planJson())],
  ])('of %s is valid', (_, report) => {
    expect([isSarif(sarif(report)), isSarif.errors]).toEqual([true, null]);
  });

  it('would not be valid with a field that there is not', () => {
    const made = sarif(mixed());
    made.runs[0].results[0].line = 1;
    expect(isSarif(made)).toBe(false);
  });

  it('has what failed as errors, what is not decided as open, and waivers as suppressions', () => {
    const kinds = sarif(mixed()).runs[0].results.map((each: Record<string, unknown>) => ({
      kind: each.kind,
      level: each.level,
      suppressions: each.suppressions,
    }));
    const justified = [{ kind: 'external', status: 'accepted', justification: 'gone soon' }];
    expect(kinds).toEqual([
      { kind: 'fail', level: 'error' },
      { kind: 'fail', level: 'error', suppressions: justified },
      { kind: 'open', level: 'none' },
    ]);
  });

  it('tells two findings apart, and knows one again', () => {
    const prints = () =>
      sarif(mixed()).runs[0].results.map((each: Record<string, unknown>) =>
        JSON.stringify(each.partialFingerprints),
      );
    expect(new Set(prints()).size).toBe(3);
    expect(prints()).toEqual(prints());
  });
});

describe('JUnit', () => {
  const parsed = (report: ReturnType<typeof check>) => {
    const mistakes: string[] = [];
    const parser = new DOMParser({ onError: (level, message) => mistakes.push(`${level}: ${message}`) });
    const document = parser.parseFromString(reportAs('junit', report, RULES), 'text/xml');
    expect(mistakes).toEqual([]);
    return document;
  };
  const countOf = (report: ReturnType<typeof check>, name: string) =>
    parsed(report).getElementsByTagName(name).length;

  it('is well-formed whatever is in the plan', () => {
    expect(countOf(check(hostile), 'testcase')).toBe(check(hostile).results.length);
  });

  it.each([
    ['mixed results', mixed()],
    ['strict', { ...mixed(), strict: true }],
    ['no cluster', check(planJson(), { allowEmpty: false })],
  ])('counts what it has: %s', (_, report) => {
    const [suite] = parsed(report).getElementsByTagName('testsuite');
    for (const [attribute, element] of [
      ['tests', 'testcase'],
      ['failures', 'failure'],
      ['skipped', 'skipped'],
    ] as const)
      expect([attribute, Number(suite?.getAttribute(attribute))]).toEqual([
        attribute,
        countOf(report, element),
      ]);
    expect(countOf(report, 'failure')).toBeGreaterThan(0);
  });
});

describe('a reason that Terraform marks as sensitive', () => {
  const TAG = 'check-plan:waive:exec-logging';
  const plan = (sensitive: unknown) => {
    const cluster = badCluster();
    const tags = { [TAG]: 'hunter2', name: 'hunter2', 'check-plan:waive:hunter2': 'hunter2' };
    return planJson({ ...cluster, after: { ...cluster.after, tags }, sensitive });
  };
  const ofEachTag = { tags: { [TAG]: true, name: true, 'check-plan:waive:hunter2': true } };
  const reportOf = (sensitive: unknown) =>
    check(plan(sensitive), { rules: chosenRules(['exec-logging', 'required-tags'], []) });

  it.each([
    ['each', ofEachTag, TAG],
    ['the tags', { tags: true }, 'check-plan:waive:(sensitive)'],
    ['the whole resource', true, 'check-plan:waive:(sensitive)'],
  ])('waives nothing and is reported: %s', (_, sensitive, tag) => {
    const { ok, futileTags } = reportOf(sensitive);
    expect(ok).toBe(false);
    const why = 'its value is sensitive, and a reason has to be readable';
    expect(futileTags).toContainEqual({ address: 'aws_ecs_cluster.main', tag, why });
  });

  it.each(FORMATS)('is in no report, and neither are the names of sensitive tags: %s', (format) => {
    for (const sensitive of [{ tags: true }, true])
      expect(reportAs(format, reportOf(sensitive), RULES)).not.toContain('hunter2');
    // Names of tags are not sensitive where only their values are.
    const text = reportAs(format, reportOf(ofEachTag), RULES);
    expect(
      text.replaceAll('check-plan:waive:hunter2', '').replaceAll(/no rule \\*"hunter2/g, ''),
    ).not.toContain('hunter2');
  });
});

describe('a plan that is not complete', () => {
  const incomplete = (complete: boolean) => check({ ...planJson(goodCluster()), complete });

  it.each(FORMATS)('is said to be so in %s, and one that is complete is not', (format) => {
    const said = format === 'json' ? /"complete": false/ : /plan\.json is not complete/;
    expect(reportAs(format, incomplete(false), RULES)).toMatch(said);
    expect(reportAs(format, incomplete(true), RULES)).not.toMatch(said);
  });

  it('makes valid SARIF with a note', () => {
    const made = sarif(incomplete(false));
    expect([isSarif(made), isSarif.errors]).toEqual([true, null]);
    expect(made.runs[0].invocations[0].toolExecutionNotifications).toEqual([
      expect.objectContaining({ level: 'note' }),
    ]);
  });
});
