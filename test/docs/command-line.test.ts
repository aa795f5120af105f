import { COMMANDS } from '../../cli/commands';
import { EXIT } from '../../cli/exit-code';
import { pageAt, table } from './pages';

const PAGE = 'docs/commands.md';
const nameOf = ({ usage }: { readonly usage: string }): string => usage.split(' ')[0] ?? '';

describe('docs/commands.md', () => {
  it('has a section for each command, and for no other', () => {
    const sections = [...pageAt(PAGE).matchAll(/^## (.+)$/gm)].map(([, section]) => section);
    expect(sections).toEqual(['All commands', ...COMMANDS.map(nameOf)]);
  });

  it('lists the commands in its contents, each with a link', () => {
    const listed = [...pageAt(PAGE).matchAll(/^- \[`([\w-]+)`\]\(#([\w-]+)\)/gm)].map(([, name, anchor]) => [
      name,
      anchor,
    ]);
    expect(listed).toEqual(COMMANDS.map((command) => [nameOf(command), nameOf(command)]));
  });

  it.each(COMMANDS.map((command) => [nameOf(command), command] as const))(
    'has the options of %s, with their defaults',
    (name, { operands, options }) => {
      const documented = table(PAGE, `## ${name}`).map(([option = '', standard = '']) => [
        option.replaceAll('`', ''),
        standard,
      ]);
      const known = [...Object.keys(operands), ...Object.keys(options).map((option) => `--${option}`)];
      expect(documented.map(([option]) => option).toSorted()).toEqual(known.toSorted());
      for (const [option, { default: standard }] of Object.entries(options)) {
        const text = documented.find(([documentedOption]) => documentedOption === `--${option}`)?.[1];
        // An option that may be repeated begins empty.
        if (standard !== undefined && !Array.isArray(standard))
          expect([option, text]).toEqual([option, `\`${standard}\``]);
      }
    },
  );

  it.each(COMMANDS.map((command) => [nameOf(command)]))(
    'says of %s what it reads and writes, which permissions it needs, and what its exit codes mean',
    (name) => {
      const section = pageAt(PAGE).split(`\n## ${name}\n`)[1]?.split('\n## ')[0] ?? '';
      for (const part of ['**Reads**', '**Writes**', '**Permissions**', '**Exit code**'])
        expect([name, section]).toEqual([name, expect.stringContaining(part)]);
    },
  );

  it('lists the exit codes', () => {
    expect(table(PAGE, '## All commands').map(([code]) => Number(code))).toEqual(Object.values(EXIT));
  });
});

describe('the examples of the commands', () => {
  it.each(COMMANDS.map((command) => [nameOf(command), command] as const))(
    'of %s name it, and only options that it has',
    (name, { examples, options }) => {
      expect(examples.length).toBeGreaterThan(1);
      for (const [line] of examples) {
        expect(line.split(' ')[0]).toBe(name);
        const named = [...line.matchAll(/ --([\w-]+)/g)].map(([, option]) => option);
        expect([...Object.keys(options), 'json']).toEqual(expect.arrayContaining(named));
      }
    },
  );
});
