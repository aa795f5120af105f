import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './install';

/** Writes the examples of docs/package.md into a folder. @returns their files, in the order of the page */
export const writeExamples = (folder: string): readonly string[] => {
  const page = readFileSync(join(PROJECT, 'docs', 'package.md'), 'utf8');
  return [...page.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = ''], index) => {
    const file = `example-${index + 1}.ts`;
    writeFileSync(join(folder, file), code);
    return file;
  });
};
