import { type LockedPackages, lockedIn } from './lock-file';

/** Licences, by their SPDX identifiers, that let anybody redistribute and change a package and ask for a notice at most. */
export const ALLOWED_LICENCES: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
]);

/**
 * The licence of each package.
 *
 * @param folders of the packages
 * @throws Error that lists all packages whose licence is not allowed
 */
export const licencesOf = (
  locked: LockedPackages,
  folders: readonly string[],
): ReadonlyMap<string, string> => {
  const licences = folders.map((folder): [string, string] => [
    folder,
    lockedIn(locked, folder).license ?? '',
  ]);
  const refused = licences.filter(([, licence]) => !ALLOWED_LICENCES.has(licence));
  if (refused.length === 0) return new Map(licences);
  const list = refused.map(([folder, licence]) => {
    const { name, version } = lockedIn(locked, folder);
    return `${name} ${version} (${licence || 'none'})`;
  });
  throw new Error(
    `These packages would be redistributed, and their licence is not allowed: ${list.join(', ')}. Expected one of ` +
      `${[...ALLOWED_LICENCES].join(', ')}. Replace them, or allow the licence in scripts/supply-chain/allowed-licences.ts.`,
  );
};
