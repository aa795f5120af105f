import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The content of every file under a folder, byte for byte, by its path there. */
export const filesIn = (root: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(root, path), readFileSync(path, 'latin1')]),
  );

/** All text files of a folder, joined. */
export const textIn = (root: string): string =>
  Object.entries(filesIn(root))
    .filter(([name]) => !name.endsWith('.zip'))
    .map(([, text]) => text)
    .join('\n');
