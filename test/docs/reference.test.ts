import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TRAIL_NAME_TOKENS } from '../../lambda/session/trail-name';
import { referenceTables, withTables } from '../../scripts/reference-tables';
import { parseOptions } from '../../stacks/options/parse-options';
import { VARIABLES } from '../../stacks/variables';
import { resourceOf, stackOf } from '../stacks/synthesise';
import { firstCells, PROJECT, pageAt, table } from './pages';

const REFERENCE = 'docs/reference.md';

describe('the reference says what the code says', () => {
  it('variables, alarms and outputs; if not, run: npm run reference', () => {
    const tables = referenceTables();
    for (const lines of Object.values(tables)) expect(lines.length).toBeGreaterThan(2);
    const page = pageAt(REFERENCE);
    expect(page.split('\n')).toEqual(withTables(page, tables).split('\n'));
  });

  it('options and their defaults', () => {
    const rows = table(REFERENCE, '## Options').map(([name = '', standard = '']) => [name, standard]);
    const options = Object.entries(parseOptions({})).map(([name, standard]) => [
      `\`${name}\``,
      `\`${JSON.stringify(standard)}\``,
    ]);
    expect(rows.toSorted()).toEqual(options.toSorted());
  });

  it('the tokens a trail name template may hold, which the variable checks and the function fills in', () => {
    const { description, validation } = VARIABLES.trail_name_template;
    const tokens = TRAIL_NAME_TOKENS.map((token) => `{${token}}`).join(' ');
    expect(description).toContain(`Tokens: ${tokens}.`);
    expect(validation[0]?.message).toContain(`no tokens but ${tokens}.`);
    expect(firstCells(REFERENCE, '## Trail names').join(' ')).toBe(tokens);
  });

  it('metrics', () => {
    const sources = readdirSync(join(PROJECT, 'lambda'), { recursive: true, encoding: 'utf8' });
    const counted = sources
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => [...pageAt(join('lambda', path)).matchAll(/addMetric\('(\w+)'/g)])
      .map(([, name]) => name);
    expect(firstCells(REFERENCE, '## Metrics').toSorted()).toEqual([...new Set(counted)].toSorted());
  });

  it('the environment of the function', () => {
    const stack = stackOf({ cloudTrail: true });
    const [environment] = [resourceOf(stack, 'aws_lambda_function', 'reporter').environment].flat();
    expect(environment).toHaveProperty('variables');
    const { variables } = Object(environment);
    expect(firstCells(REFERENCE, '## Environment of the function').toSorted()).toEqual(
      Object.keys(variables).toSorted(),
    );
  });
});

describe('the tables of a page', () => {
  const page = '# A\n\n## B\n\ntext\n\n| old |\n| --- |\n| 1 |\n\nmore\n\n## C\n\n| c |\n';

  it('are replaced where they stand, and nothing else is', () => {
    expect(withTables(page, { '## B': ['| new |', '| $& |'] })).toBe(
      '# A\n\n## B\n\ntext\n\n| new |\n| $& |\n\nmore\n\n## C\n\n| c |\n',
    );
  });

  it.each(['## D', '# A'])('are missed where there is none: %s', (heading) => {
    expect(() => withTables(page, { [heading]: ['| new |'] })).toThrow(heading);
  });
});
