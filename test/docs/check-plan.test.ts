import { FORMATS, reportAs } from '../../cli/check-plan/formats';
import { chosenRules, RULES } from '../../cli/check-plan/rules';
import { checkPlan } from '../../cli/commands/check-plan';
import { EXIT } from '../../cli/exit-code';
import { badCluster, check, planJson } from '../cli/check-plan/plans';
import CONTROLS from '../cli/check-plan/runbook-controls.json';
import { firstCells, pageAt, table } from './pages';

const PAGE = 'docs/check-plan.md';
const rows = table(PAGE, '## Controls');
const idsIn = (cell: string) => [...cell.matchAll(/`([\w-]+)`/g)].map(([, id]) => id);

describe('the table of controls', () => {
  it('has every control of the runbook, in its order, and no other', () => {
    expect(rows.map(([number, title]) => ({ number, title }))).toEqual(CONTROLS);
  });

  it('gives each control the rules that say they are for it, or says why there is none', () => {
    const ofRow = (cells: readonly string[]) => {
      const [number = '', , rules = '', , says = ''] = cells;
      return { number, rules: idsIn(rules), says };
    };
    const withRules = rows.map(ofRow).filter(({ rules }) => rules.length > 0);
    expect(withRules.map(({ number, rules }) => [number, rules])).toEqual(
      [...new Set(RULES.map(({ control }) => control))]
        .filter((control) => control !== null)
        .map((control) => [control, RULES.filter((rule) => rule.control === control).map(({ id }) => id)]),
    );
    for (const { says } of rows.map(ofRow)) expect(says.length).toBeGreaterThan(20);
  });

  it('marks the rules that run by default', () => {
    const defaults = rows
      .filter(([, , , isDefault]) => isDefault === 'yes')
      .flatMap(([, , ids = '']) => idsIn(ids));
    const must = RULES.filter(({ level }) => level === 'must').map(({ id }) => id);
    expect(['exec-logging', ...defaults]).toEqual(must);
  });
});

it('the page has every option, exit code and format', () => {
  expect(firstCells(PAGE, '## Options')).toEqual(Object.keys(checkPlan.options).map((name) => `--${name}`));
  expect(firstCells(PAGE, '## Exit codes').map(Number)).toEqual(Object.values(EXIT));
  const [, formats = ''] = pageAt(PAGE).split('## Formats');
  for (const format of FORMATS) expect(formats).toContain(`- \`${format}\``);
});

it('the page shows what is printed', () => {
  const report = check(planJson(badCluster('production')), { rules: chosenRules([], []) });
  expect(pageAt(PAGE)).toContain(`\`\`\`text\n${reportAs('text', report, RULES)}\n\`\`\``);
});
