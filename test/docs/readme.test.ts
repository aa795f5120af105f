import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { ATTESTATION_NAMES } from '../../lambda/evidence/attestation';
import packageJson from '../../package.json';
import { optionsSchema } from '../../stacks/options/options';
import { VARIABLES, type VariableDefinition } from '../../stacks/variables';

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
    expect(firstCells('## What is recorded')).toEqual([...ATTESTATION_NAMES]);
  });

  it('variables with their defaults and descriptions', () => {
    const definitions: [string, VariableDefinition][] = Object.entries(VARIABLES);
    expect(table('## Variables')).toEqual(
      definitions.map(([name, definition]) => [
        `\`${name}\``,
        definition.default === undefined ? 'required' : `\`${JSON.stringify(definition.default)}\``,
        definition.description,
      ]),
    );
  });

  it('options', () => {
    expect(firstCells('## Options').toSorted()).toEqual(Object.keys(v.parse(optionsSchema, {})).toSorted());
  });

  it('dependencies', () => {
    expect(firstCells('### Dependencies, and why each is there')).toEqual(
      Object.keys({ ...packageJson.dependencies, ...packageJson.devDependencies }),
    );
  });
});
