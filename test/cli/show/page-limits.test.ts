import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

interface Took {
  /** What the most memory the process had is above what it had before. */
  readonly added: number;
  readonly pageBytes: number;
  /** Whether the page says how many bytes there are in all. */
  readonly whole: boolean;
}

const render = (text: string, bytes: number): Took =>
  JSON.parse(
    execFileSync(
      process.execPath,
      ['--import', 'tsx', join(__dirname, 'render-large.ts'), text, String(bytes)],
      { encoding: 'utf8' },
    ),
  );

describe('the page of a transcript of 50 MB', () => {
  // Measured: 65 MB and 0.7 MB, 245 MB and 0.9 MB, 78 MB and 3.2 MB, 60 MB and 2.6 MB.
  it.each([
    ['on one line', 'x', 150],
    ['of short lines', 'a\n', 400],
    ['of what has to be escaped', '&', 150],
    ['in which each character has another colour', '\x1b[31mx\x1b[32my', 150],
  ])(
    '%s is below 5 MB, says what it leaves out, and takes bounded memory',
    (_, text, megabytes) => {
      const { added, pageBytes, whole } = render(text, 50_000_000);
      expect(added).toBeLessThan(megabytes);
      expect(pageBytes).toBeLessThan(5_000_000);
      expect(whole).toBe(true);
    },
    120_000,
  );
});
