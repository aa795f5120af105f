import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a folder will hold. */
export interface FolderContent {
  /** Text by file name. */
  readonly files: ReadonlyMap<string, string>;
  /** Files and folders copied as they are: where from, by the name inside the folder. */
  readonly copies: ReadonlyMap<string, string>;
  /** What keeps the state of what is written, such as `s3`; null: Terraform, in the folder itself. */
  readonly backend: string | null;
}

const copied = (name: string, source: string): [string, Buffer][] => {
  if (!existsSync(source)) return [];
  if (!statSync(source).isDirectory()) return [[name, readFileSync(source)]];
  return readdirSync(source).flatMap((inside) => copied(`${name}/${inside}`, join(source, inside)));
};

/** Every file of it, by its path in the folder, with `/` between names. */
export const filesOf = ({ files, copies }: FolderContent): ReadonlyMap<string, Buffer> =>
  new Map([
    ...[...files].map(([name, text]) => [name, Buffer.from(text)] as const),
    ...[...copies].flatMap(([name, source]) => copied(name, source)),
  ]);
