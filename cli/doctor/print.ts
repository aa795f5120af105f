import type { Finding, Level } from './finding';
import { listed } from './listed';

const COLUMNS = 100;
const INDENT = '  ';
const LEVEL_COLUMNS = 9;
/** Names shown of many that a line is about; of those that somebody has to act on, more. */
const SHOWN: Readonly<Record<Level, number>> = { ok: 3, note: 3, warning: 10, error: 10 };
const SHOWN_FIXES = 3;

const wrapped = (text: string, columns: number): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
      // An ARN may be longer than the line; in two pieces nobody could copy it.
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
};

/** What is to be done, each thing once. A command is a line of its own, whatever its length, since it is to be pasted. */
const fixesOf = (findings: readonly Finding[], columns: number): readonly string[] => {
  const once = (key: 'fix' | 'command') => [...new Set(findings.flatMap((finding) => finding[key] ?? []))];
  const [fixes, commands] = [once('fix'), once('command')];
  if (fixes.length === 0 && commands.length === 0) return [];
  const left = Math.max(fixes.length, commands.length) - SHOWN_FIXES;
  return [
    ...(fixes.length === 0
      ? ['fix:']
      : fixes.slice(0, SHOWN_FIXES).flatMap((fix) => wrapped(`fix: ${fix}`, columns))),
    ...commands.slice(0, SHOWN_FIXES).map((line) => INDENT + line),
    ...(left > 0 ? [`and ${left} more like this; --json has them all`] : []),
  ];
};

const linesOf = (findings: readonly [Finding, ...Finding[]]): readonly string[] => {
  const [{ level, found }] = findings;
  const subjects = listed([...new Set(findings.map(({ subject }) => subject))], SHOWN[level]);
  const margin = ' '.repeat(INDENT.length + LEVEL_COLUMNS);
  const columns = COLUMNS - margin.length;
  const [head = '', ...tail] = wrapped(`${subjects}: ${found}`, columns);
  return [
    INDENT + level.padEnd(LEVEL_COLUMNS) + head,
    ...[...tail, ...fixesOf(findings, columns)].map((line) => margin + line),
  ];
};

/** What is said of many things in the same words is one line. */
const together = (findings: readonly Finding[]): readonly (readonly [Finding, ...Finding[]])[] => {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const { id, found, level } = finding;
    const key = JSON.stringify([id, level, found]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
};

const plural = (count: number, of: string): string => `${count} ${of}${count === 1 ? '' : 's'}`;

/** How many findings there are of each level. */
export const countOf = (findings: readonly Finding[]): Readonly<Record<Level, number>> => {
  const count = { ok: 0, note: 0, warning: 0, error: 0 };
  for (const { level } of findings) count[level] += 1;
  return count;
};

/**
 * The findings for a terminal of 100 columns, without colour: a heading for each group, and a line or more for each. Commands and
 * ARNs may be longer.
 */
export const printFindings = (findings: readonly Finding[]): string => {
  const headings = [...new Set(findings.map(({ about }) => about))];
  const groups = headings.map((heading) => [
    heading,
    ...together(findings.filter(({ about }) => about === heading)).flatMap(linesOf),
    '',
  ]);
  const { error, warning, note, ok } = countOf(findings);
  return [
    ...groups.flat(),
    `${plural(error, 'error')}, ${plural(warning, 'warning')}, ${plural(note, 'note')}, ${ok} ok`,
  ].join('\n');
};
