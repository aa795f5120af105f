import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Version = readonly number[];

const versionOf = (text: string): Version => text.split('.').map(Number);

const isOlder = (one: Version, other: Version): boolean => {
  const place = other.findIndex((part, index) => part !== (one[index] ?? 0));
  return place >= 0 && (one[place] ?? 0) < (other[place] ?? 0);
};

const SATISFIES: Readonly<Record<string, (version: Version, limit: Version) => boolean>> = {
  '>=': (version, limit) => !isOlder(version, limit),
  '<': isOlder,
};

/**
 * Whether a version is within a constraint such as `>= 6.21.0, < 7.0.0`.
 *
 * @throws Error for any operator but `>=` and `<`, the only ones this project writes
 */
export const isWithin = (constraint: string, version: string): boolean =>
  constraint.split(',').every((part) => {
    const [operator = '', limit = ''] = part.trim().split(' ');
    const satisfies = SATISFIES[operator];
    if (satisfies === undefined) throw new Error(`"${constraint}" is not a constraint of this project`);
    return satisfies(versionOf(version), versionOf(limit));
  });

/** The versions an exported folder requires, as constraints. */
export interface Required {
  readonly terraform: string;
  readonly provider: string;
}

/** @throws Error when the folder has no required versions */
export const requiredIn = (folder: string): Required => {
  const file = join(folder, 'versions.tf');
  const text = readFileSync(file, 'utf8');
  const [, terraform] = /^ *required_version += +"([^"]+)"/m.exec(text) ?? [];
  const [, provider] = /^ *version += +"([^"]+)"/m.exec(text) ?? [];
  if (terraform !== undefined && provider !== undefined) return { terraform, provider };
  throw new Error(
    `${file} does not say which Terraform and which provider it needs. Write the folder with npm run scenarios:write.`,
  );
};
