import { objectAt } from '../export/hcl/configuration';
import type { Json, JsonObject } from '../export/hcl/value';
import { withSynthesised } from '../export/synthesise';
import {
  CLOUDTRAIL_BUCKET_VARIABLES,
  EXISTING_CLOUDTRAIL_VARIABLES,
  OWN_CLOUDTRAIL_VARIABLES,
  PROVIDER_VARIABLES,
  VARIABLES,
  type VariableDefinition,
  VPC_VARIABLES,
} from '../stacks/variables';

/** By the heading it stands under: the lines of a table of `docs/reference.md`. */
export type Tables = Readonly<Record<string, readonly string[]>>;

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const variables = (definitions: Readonly<Record<string, VariableDefinition>>): readonly string[] => [
  row('variable', 'default', 'description'),
  row('---', '---', '---'),
  ...Object.entries(definitions).map(([name, { default: standard, description }]) =>
    row(`\`${name}\``, standard === undefined ? 'required' : `\`${JSON.stringify(standard)}\``, description),
  ),
];

const outputs = (blocks: JsonObject): readonly string[] => [
  row('output', 'description'),
  row('---', '---'),
  ...Object.keys(blocks).map((name) => row(`\`${name}\``, String(objectAt(blocks, name).description))),
];

/** An expression of Terraform's as somebody would say it. */
const inWords = (expression: Json | undefined): string =>
  String(expression)
    .replace('${var.name_prefix}-', '')
    .replaceAll(/\$\{|\}|var\./g, '');

const alarms = (blocks: JsonObject): readonly string[] => [
  row('alarm', 'metric', 'goes off when', 'is over after'),
  row('---', '---', '---', '---'),
  ...Object.keys(blocks)
    .map((id) => objectAt(blocks, id))
    .map((alarm) =>
      row(
        `[\`${inWords(alarm.alarm_name)}\`](runbook.md#${inWords(alarm.alarm_name)})`,
        `\`${String(alarm.namespace)}\` \`${String(alarm.metric_name)}\``,
        `${String(alarm.statistic).toLowerCase()} in ${Number(alarm.period) / 60} minutes > ${inWords(alarm.threshold)}`,
        `${(Number(alarm.period) * Number(alarm.evaluation_periods)) / 60} minutes without`,
      ),
    ),
];

/** Everything in `docs/reference.md` that follows from the stacks alone. */
export const referenceTables = (): Tables =>
  withSynthesised({ context: { evidenceReporter: { cloudTrail: true } } }, (stacks) => {
    const stackOf = (name: string) => {
      const stack = stacks.find((each) => each.name === name);
      if (stack === undefined) throw new Error(`no stack ${name} was synthesised`);
      return stack.configuration;
    };
    const reporter = stackOf('evidence-reporter');
    return {
      '### Of the reporter': variables(VARIABLES),
      '### Of the provider': variables(PROVIDER_VARIABLES),
      '### With the option `vpc`': variables(VPC_VARIABLES),
      '### With the option `existingCloudTrail`': variables(EXISTING_CLOUDTRAIL_VARIABLES),
      '### With the option `cloudTrail`': variables(OWN_CLOUDTRAIL_VARIABLES),
      '### Of the stack `cloudtrail`': variables(CLOUDTRAIL_BUCKET_VARIABLES),
      '## Alarms': alarms(objectAt(objectAt(reporter, 'resource'), 'aws_cloudwatch_metric_alarm')),
      '### Of the stack `evidence-reporter`, and of the module': outputs(objectAt(reporter, 'output')),
      '### Outputs of the stack `cloudtrail`': outputs(objectAt(stackOf('cloudtrail'), 'output')),
    };
  });

/**
 * The page with its tables as they are now; everything else in it is as it was.
 *
 * @throws when a heading has no table, or is not there
 */
export const withTables = (page: string, tables: Tables): string =>
  Object.entries(tables).reduce((text, [heading, lines]) => {
    const [before, after, ...others] = text.split(`\n${heading}\n`);
    if (before === undefined || after === undefined || others.length > 0)
      throw new Error(`the page is expected to have the heading "${heading}" once`);
    const nextHeading = after.search(/^#/m);
    const section = nextHeading < 0 ? after : after.slice(0, nextHeading);
    const table = /^\|.*\n(?:\|.*\n)*/m.exec(section);
    if (table === null) throw new Error(`under "${heading}" a table is expected`);
    const now = section.replace(table[0], () => `${lines.join('\n')}\n`);
    return `${before}\n${heading}\n${now}${after.slice(section.length)}`;
  }, page);
