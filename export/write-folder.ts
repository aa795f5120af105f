import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a folder will hold. */
export interface FolderContent {
  /** Text by file name. */
  readonly files: ReadonlyMap<string, string>;
  /** Files and folders copied as they are: where from, by the name inside the folder. */
  readonly copies: ReadonlyMap<string, string>;
}

/** Writes a folder anew: what an earlier run left in it would be part of the configuration. */
export const writeFolder = (folder: string, { files, copies }: FolderContent): void => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  for (const [name, source] of copies) {
    if (existsSync(source)) cpSync(source, join(folder, name), { recursive: true });
  }
};
