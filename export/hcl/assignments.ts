/** A name and the value assigned to it, which is laid out already. */
export type Assignment = readonly [name: string, value: string];

const characters = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** In columns, as `terraform fmt` counts them: characters as a reader sees them, not units of UTF-16. */
const columnsOf = (name: string): number => [...characters.segment(name)].length;

const isLong = ([, value]: Assignment): boolean => value.includes('\n');

/**
 * One assignment after the other, their equals signs in one column wherever `terraform fmt` puts them there: in each run of
 * assignments that take one line (formatCells in hashicorp/hcl, hclwrite/format.go).
 */
export const alignAssignments = (assignments: readonly Assignment[], indent: string): string[] => {
  const widths = assignments.map(([name]) => columnsOf(name));
  const runWidth = (index: number): number => {
    const end = assignments.findIndex((assignment, at) => at >= index && isLong(assignment));
    const start = assignments.findLastIndex((assignment, at) => at < index && isLong(assignment)) + 1;
    return Math.max(...widths.slice(start, end === -1 ? undefined : end));
  };
  return assignments.map(([name, value], index) => {
    const missing = isLong([name, value]) ? 0 : runWidth(index) - columnsOf(name);
    return `${indent}${name}${' '.repeat(missing)} = ${value}`;
  });
};
