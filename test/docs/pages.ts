import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const PROJECT = join(__dirname, '../..');

/** The text of a page, by its path in the project. */
export const pageAt = (path: string): string => readFileSync(join(PROJECT, path), 'utf8');

/**
 * The rows of the first table under a heading, as their cells.
 *
 * @throws when the page has no such heading, or no table under it
 */
export const table = (path: string, heading: string): string[][] => {
  const [, section] = pageAt(path).split(`\n${heading}\n`);
  const lines = section?.split('\n') ?? [];
  const nextHeading = lines.findIndex((line) => line.startsWith('#'));
  const own = nextHeading < 0 ? lines : lines.slice(0, nextHeading);
  const first = own.findIndex((line) => line.startsWith('| ---'));
  if (first < 0) throw new Error(`${path} has no table under "${heading}"`);
  const rows = own.slice(first + 1);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end < 0 ? rows.length : end).map((line) => line.slice(2, -2).split(' | '));
};

/** What stands first in each row, without the marks of code. */
export const firstCells = (path: string, heading: string): string[] =>
  table(path, heading).map(([cell = '']) => cell.replaceAll('`', ''));
