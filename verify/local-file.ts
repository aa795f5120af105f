import { type FileHandle, open, readdir, readFile } from 'node:fs/promises';
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
 * @throws UncheckableError when it cannot be read for any other reason, as everything here does
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
