import { DOMParser } from '@xmldom/xmldom';
import fc from 'fast-check';
import { reportAs } from '../../cli/check-plan/formats';
import { parsePlan } from '../../cli/check-plan/parse-plan';
import { RULES } from '../../cli/check-plan/rules';
import { parseWaive, parseWaivers } from '../../cli/check-plan/waiver';
import { CommandError } from '../../cli/exit-code';
import { badCluster, check, goodCluster, planJson, task } from '../cli/check-plan/plans';
import { anyJson, anyText, everyOne, thrownBy, twisted } from './arbitrary';

const PLAN = planJson(
  badCluster('bad'),
  goodCluster('good'),
  task({ image: 'app:latest', privileged: true, environment: [{ name: 'DB_PASSWORD', value: 'x' }] }),
  {
    type: 'aws_ecs_service',
    after: { launch_type: 'FARGATE', network_configuration: [{ assign_public_ip: true }], tags: { a: 'b' } },
    references: { task_definition: ['aws_ecs_task_definition.main'] },
  },
  { type: 'aws_ecr_repository', after: { image_scanning_configuration: [{ scan_on_push: false }] } },
  { type: 'aws_lb_listener', after: { protocol: 'HTTPS', ssl_policy: 'ELBSecurityPolicy-2016-08' } },
  { type: 'aws_cloudtrail', after: { enable_log_file_validation: false } },
  { type: 'aws_iam_role_policy', after: { policy: '{"Statement":[{"Action":"*","Resource":"*"}]}' } },
  { type: 'aws_vpc', after: { tags: { 'check-plan:waive:vpc-flow-logs': 'old' } } },
);
// What moves a cursor, colours, or hides.
const CONTROLS = /[^\P{C}\n]/u;

describe('whatever a file holds', () => {
  it('it is a plan, or the error says why it is not one', () => {
    everyOne(
      fc.property(
        fc.oneof(anyJson, twisted(PLAN), twisted({ ...PLAN, values: {}, planned_values: {} })),
        (json) => {
          const thrown = thrownBy(() => parsePlan('plan.json', json));
          if (thrown === null) return;
          expect(thrown).toBeInstanceOf(CommandError);
          expect(String(thrown)).toMatch(/plan\.json (is|has) /);
          expect(String(thrown)).not.toMatch(CONTROLS);
        },
      ),
    );
  });

  it('of a plan every rule has a verdict, and every format is what it says it is', () => {
    everyOne(
      fc.property(twisted(PLAN), (json) => {
        if (thrownBy(() => parsePlan('plan.json', json)) !== null) return;
        const report = check(json);
        const { passed, violated, undecided, waived } = report.counts;
        expect(passed + violated + undecided + waived).toBe(report.results.length);
        expect(reportAs('text', report, RULES)).not.toMatch(CONTROLS);
        expect(JSON.parse(reportAs('json', report, RULES)).results).toHaveLength(report.results.length);
        expect(JSON.parse(reportAs('sarif', report, RULES)).version).toBe('2.1.0');
        const problems: string[] = [];
        const parser = new DOMParser({ onError: (_, message) => problems.push(message) });
        const xml = parser.parseFromString(reportAs('junit', report, RULES), 'text/xml');
        expect(problems).toEqual([]);
        expect(xml.getElementsByTagName('testcase')).toHaveLength(report.results.length);
      }),
    );
  });

  it('it is a list of waivers, or the error says what is wrong and where', () => {
    const list = [
      { address: 'aws_ecs_cluster.a', rule: 'exec-logging', reason: 'gone soon', until: '2027-01-31' },
    ];
    const text = fc.oneof(
      anyText,
      fc.oneof(anyJson, twisted(list)).map((json) => JSON.stringify(json)),
    );
    everyOne(
      fc.property(text, (given) => {
        const thrown = thrownBy(() => {
          for (const { address, rule, reason } of parseWaivers('waivers.json', given)) {
            expect(address).not.toBe('');
            expect(RULES.some(({ id }) => id === rule)).toBe(true);
            expect(reason.trim()).not.toBe('');
          }
        });
        if (thrown !== null) expect(thrown).toBeInstanceOf(CommandError);
      }),
    );
  });
});

describe('a waiver on the command line', () => {
  const name = fc.stringMatching(/^[A-Za-z_][\w-]{0,12}$/);
  const index = fc.oneof(
    fc.nat(99).map((at) => `[${at}]`),
    // As Terraform writes a key, and people copy it.
    anyText.map((key) => `[${JSON.stringify(key)}]`),
  );
  const address = fc
    .tuple(
      fc.array(fc.tuple(name, fc.option(index, { nil: '' })), { maxLength: 2 }),
      name,
      name,
      fc.option(index, { nil: '' }),
    )
    .map(([modules, type, resource, at]) =>
      [...modules.map(([module, of]) => `module.${module}${of}`), `${type}.${resource}${at}`].join('.'),
    );
  // One of nothing that can be seen is refused.
  const reason = anyText.map((text) => `${text}.`);

  it('names the address, the rule and the reason that were written', () => {
    everyOne(
      fc.property(address, fc.constantFrom(...RULES), reason, (of, rule, why) => {
        expect(parseWaive(`${of}=${rule.id}:${why}`)).toEqual({
          address: of,
          rule: rule.id,
          reason: why.trim(),
          until: null,
          by: '--waive',
        });
      }),
    );
  });

  it('of any other form is refused with the form expected', () => {
    everyOne(
      fc.property(anyText, (text) => {
        const thrown = thrownBy(() => parseWaive(text));
        expect(thrown).toBeInstanceOf(CommandError);
      }),
    );
  });
});
