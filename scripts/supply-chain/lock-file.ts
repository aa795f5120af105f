import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

// https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json
const LockedPackage = v.object({
  name: v.optional(v.string()),
  version: v.string(),
  license: v.optional(v.string()),
  integrity: v.optional(v.string()),
  dependencies: v.optional(v.record(v.string(), v.string()), {}),
  optionalDependencies: v.optional(v.record(v.string(), v.string()), {}),
});
const LockFile = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ packages: v.record(v.string(), LockedPackage) }),
);

export type LockedPackage = v.InferOutput<typeof LockedPackage>;

/** The packages of package-lock.json by the folder each is installed in, `node_modules/…`; that of the project is the empty string. */
export type LockedPackages = Readonly<Record<string, LockedPackage>>;

const FOLDER = 'node_modules/';

/** @throws Error when there is no lock file, or it is not one of version 2 or 3 */
export const lockedPackagesOf = (project: string): LockedPackages =>
  v.parse(LockFile, readFileSync(join(project, 'package-lock.json'), 'utf8')).packages;

/** @throws Error when the lock file has no package in that folder */
export const lockedIn = (
  locked: LockedPackages,
  folder: string,
): LockedPackage & { readonly name: string } => {
  const found = locked[folder];
  if (found === undefined)
    throw new Error(`package-lock.json has nothing in "${folder}", expected a package. Run npm ci.`);
  return { ...found, name: found.name ?? folder.slice(folder.lastIndexOf(FOLDER) + FOLDER.length) };
};

/** The folder a package finds a dependency in: its own node_modules, or the nearest one further out. */
const folderOf = (locked: LockedPackages, from: string, name: string): string | null => {
  const candidate = `${from}${from && '/'}${FOLDER}${name}`;
  if (candidate in locked) return candidate;
  return from === ''
    ? null
    : folderOf(locked, from.slice(0, Math.max(0, from.lastIndexOf(FOLDER) - 1)), name);
};

/** The folders of what a package depends on. Packages that are optional may be missing. */
export const dependenciesOf = (locked: LockedPackages, folder: string): readonly string[] => {
  const { dependencies, optionalDependencies } = lockedIn(locked, folder);
  return Object.keys({ ...dependencies, ...optionalDependencies }).flatMap((name) => {
    const found = folderOf(locked, folder, name);
    if (found === null && name in dependencies)
      throw new Error(`package-lock.json lacks ${name}, which "${folder}" depends on. Run npm install.`);
    return found === null ? [] : [found];
  });
};

/** The folders of everything that is installed with a package, in no order. */
export const installedWith = (locked: LockedPackages, folder: string): readonly string[] => {
  const found = new Set<string>();
  const visit = (from: string): void => {
    for (const dependency of dependenciesOf(locked, from)) {
      if (found.has(dependency)) continue;
      found.add(dependency);
      visit(dependency);
    }
  };
  visit(folder);
  return [...found];
};
