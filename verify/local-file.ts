import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { UncheckableError } from './sources';

// Both codes say that nothing is at the path. Any other error says nothing about what is there.
const Absent = v.object({ code: v.picklist(['ENOENT', 'ENOTDIR']) });

const cannotRead = (path: string, error: unknown): UncheckableError =>
  new UncheckableError(`${path} could not be read: ${error}`, { cause: error });

const nullIfAbsent = <Read>(path: string, reading: Promise<Read>): Promise<Read | null> =>
  reading.catch((error: unknown) => {
    if (v.is(Absent, error)) return null;
    throw cannotRead(path, error);
  });

async function* bytesOf(path: string, file: FileHandle): AsyncGenerator<Uint8Array> {
  try {
    yield* file.createReadStream();
  } catch (error) {
    throw cannotRead(path, error);
  }
}

/**
 * The bytes of a file, which must be read to be closed; null when there is no such file.
 *
 * @throws UncheckableError when it cannot be read for any other reason, as everything here that reads
 */
export const readIfThere = async (path: string): Promise<AsyncIterable<Uint8Array> | null> => {
  const file = await nullIfAbsent(path, open(path));
  return file === null ? null : bytesOf(path, file);
};

export const readTextIfThere = (path: string): Promise<string | null> =>
  nullIfAbsent(path, readFile(path, 'utf8'));

/** Malformed JSON, and JSON of another shape, is an UncheckableError that names the file. */
export const readJsonIfThere = async <Schema extends v.GenericSchema>(
  path: string,
  schema: Schema,
): Promise<v.InferOutput<Schema> | null> => {
  const text = await readTextIfThere(path);
  if (text === null) return null;
  try {
    return v.parse(schema, JSON.parse(text));
  } catch (error) {
    throw cannotRead(path, error);
  }
};

/** The names of what is in a folder, sorted; none when there is no such folder. */
export const namesIn = async (folder: string): Promise<readonly string[]> =>
  ((await nullIfAbsent(folder, readdir(folder))) ?? []).toSorted();

const UNFINISHED = '.new';

/** Whether a file of this name is what an interrupted `writeWhole` left. */
export const isUnfinished = (name: string): boolean => name.endsWith(UNFINISHED);

/** Writes a file that is there whole or not at all, and the folders it is in; nobody else may read them. */
export const writeWhole = async (
  path: string,
  content: string | AsyncIterable<Uint8Array>,
): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // Of its own name, because two sessions may name one transcript, and be read at the same time.
  const unfinished = `${path}.${randomUUID()}${UNFINISHED}`;
  try {
    await writeFile(unfinished, content, { mode: 0o600 });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
};
