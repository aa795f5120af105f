import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The content a folder will have. */
export interface FolderContent {
  /** Text by file name. */
  readonly files: ReadonlyMap<string, string>;
  /** Files and folders that are copied: their source by their name inside the folder. */
  readonly copies: ReadonlyMap<string, string>;
  /** The backend of the configuration, such as `s3`; null: Terraform keeps the state in the folder itself. */
  readonly backend: string | null;
}

const readCopy = (name: string, source: string): [string, Buffer][] => {
  if (!existsSync(source)) return [];
  if (!statSync(source).isDirectory()) return [[name, readFileSync(source)]];
  return readdirSync(source).flatMap((inside) => readCopy(`${name}/${inside}`, join(source, inside)));
};

/** Every file by its path in the folder, with `/` between names. */
export const filesOf = ({ files, copies }: FolderContent): ReadonlyMap<string, Buffer> =>
  new Map([
    ...[...files].map(([name, text]) => [name, Buffer.from(text)] as const),
    ...[...copies].flatMap(([name, source]) => readCopy(name, source)),
  ]);
