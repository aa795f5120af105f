import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { EXPECTED_ATTESTATIONS } from '../../lambda/evidence/expected';
import { TRAIL_NAME_TOKENS } from '../../lambda/session/trail-name';
import packageJson from '../../package.json';
import { optionsSchema } from '../../stacks/options/options';
import {
  CLOUDTRAIL_BUCKET_VARIABLES,
  EXISTING_CLOUDTRAIL_VARIABLES,
  OWN_CLOUDTRAIL_VARIABLES,
  PROVIDER_VARIABLES,
  VARIABLES,
  type VariableDefinition,
  VPC_VARIABLES,
} from '../../stacks/variables';
import { stackOf } from '../stacks/synthesise';

const README = readFileSync(join(__dirname, '../../README.md'), 'utf8');

/** The rows of the table under a heading, as their cells. */
const table = (heading: string): string[][] => {
  const [, section = ''] = README.split(`\n${heading}\n`);
  const lines = section.split('\n');
  const first = lines.findIndex((line) => line.startsWith('| ---'));
  const rows = lines.slice(first + 1);
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map((line) => line.slice(2, -2).split(' | '));
};
const firstCells = (heading: string) => table(heading).map(([cell]) => cell?.replaceAll('`', ''));

describe("the README's tables say what the code says", () => {
  it('attestations', () => {
    expect(firstCells('## What is recorded')).toEqual([...EXPECTED_ATTESTATIONS]);
  });

  it.each<[string, Readonly<Record<string, VariableDefinition>>]>([
    ['## Variables', VARIABLES],
    ['### Of the provider', PROVIDER_VARIABLES],
    ['### With the option vpc', VPC_VARIABLES],
    ['### With the option existingCloudTrail', EXISTING_CLOUDTRAIL_VARIABLES],
    ['### With the option cloudTrail', OWN_CLOUDTRAIL_VARIABLES],
    ['### Of the stack cloudtrail', CLOUDTRAIL_BUCKET_VARIABLES],
  ])('variables with their defaults and descriptions: %s', (heading, definitions) => {
    expect(table(heading)).toEqual(
      Object.entries(definitions).map(([name, definition]) => [
        `\`${name}\``,
        definition.default === undefined ? 'required' : `\`${JSON.stringify(definition.default)}\``,
        definition.description,
      ]),
    );
  });

  it('the tokens a trail name template may hold, which the variable checks and the function fills in', () => {
    const { description, validation } = VARIABLES.trail_name_template;
    const tokens = TRAIL_NAME_TOKENS.map((token) => `{${token}}`).join(' ');
    expect(description).toContain(`Tokens: ${tokens}.`);
    expect(validation[0]?.message).toContain(`no tokens but ${tokens}.`);
  });

  it('options', () => {
    expect(firstCells('## Options').toSorted()).toEqual(Object.keys(v.parse(optionsSchema, {})).toSorted());
  });

  it('alarms', () => {
    const alarms = Object.values(stackOf({}).resource.aws_cloudwatch_metric_alarm ?? {});
    const prefix = '${var.name_prefix}-';
    expect(
      firstCells('## When an alarm wakes you')
        .map((name) => prefix + name)
        .toSorted(),
    ).toEqual(alarms.map(({ alarm_name: name }) => name).toSorted());
  });

  it('dependencies', () => {
    expect(firstCells('### Dependencies, and why each is there')).toEqual(
      Object.keys({ ...packageJson.dependencies, ...packageJson.devDependencies }),
    );
  });
});
