import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, normalize, sep } from 'node:path';
import * as v from 'valibot';
import { FolderRefusedError } from './folder-refused';

/** The list of generated files in a folder. It is to be committed with them. */
export const MANIFEST = '.generated-files.json';

/** The SHA-256 of each generated file, by its path in the folder, with `/` between names. */
export type Manifest = ReadonlyMap<string, string>;

export const digestOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

const staysInside = (path: string): boolean =>
  path !== '' && !isAbsolute(path) && !normalize(path).split(sep).includes('..');

const ManifestFile = v.object({
  files: v.record(v.pipe(v.string(), v.check(staysInside)), v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
});

export const manifestText = (manifest: Manifest): string => {
  const files = Object.fromEntries([...manifest].toSorted(([one], [other]) => (one < other ? -1 : 1)));
  return `${JSON.stringify({ files }, null, 2)}\n`;
};

/**
 * @returns what an earlier run generated; empty if there was none
 * @throws FolderRefusedError for a malformed manifest
 */
export const readManifest = (folder: string): Manifest => {
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) return new Map();
  try {
    return new Map(Object.entries(v.parse(ManifestFile, JSON.parse(readFileSync(path, 'utf8'))).files));
  } catch (cause) {
    throw new FolderRefusedError(
      folder,
      [`${MANIFEST} is malformed, so it is unknown what was generated here`],
      'Restore it, or write to another folder with --out.',
      { cause },
    );
  }
};
