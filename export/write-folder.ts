import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FolderContent } from './folder/folder-content';
import { MANIFEST, manifestText } from './folder/manifest';
import { type FolderPlan, planFolder } from './folder/plan-folder';

// Under another name first: a run that is interrupted leaves either the old file or the new one.
const replaceFile = (path: string, content: Buffer | string): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
};

const removeEmpty = (folder: string, path: string): void => {
  const parent = dirname(path);
  if (parent === '.' || readdirSync(join(folder, parent)).length > 0) return;
  rmdirSync(join(folder, parent));
  removeEmpty(folder, parent);
};

const applyPlan = ({ folder, write, remove, manifest }: FolderPlan): void => {
  for (const [path, content] of write) replaceFile(join(folder, path), content);
  for (const path of remove) {
    rmSync(join(folder, path));
    removeEmpty(folder, path);
  }
  // Last: if the run is interrupted, the next one finds either the new content or what the old manifest lists.
  replaceFile(join(folder, MANIFEST), manifestText(manifest));
};

/**
 * Writes all of the folders or, if one is refused, none.
 *
 * @param contents by folder
 * @returns lines to print about what was kept, and why
 * @throws FolderRefusedError before anything is written
 */
export const writeFolders = (contents: ReadonlyMap<string, FolderContent>): string[] => {
  const plans = [...contents].map(([folder, content]) => planFolder(folder, content));
  for (const plan of plans) applyPlan(plan);
  return plans.flatMap(({ folder, notes }) => notes.map((note) => `${folder}: ${note}`));
};

/** Writes one folder, as `writeFolders` does. */
export const writeFolder = (folder: string, content: FolderContent): string[] =>
  writeFolders(new Map([[folder, content]]));
