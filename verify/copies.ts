import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { withoutStreamSecrets } from '../lambda/session/api-call-record';
import {
  type CloudTrailFiles,
  type PublicKey,
  type Sources,
  type TranscriptPlace,
  UncheckableError,
} from './sources';

/**
 * The layout of downloaded copies:
 *
 *   cloudtrail/<key>                                   an object of the CloudTrail bucket, as `aws s3 sync` writes it
 *   cloudtrail/<key>.metadata.json                     its metadata, of a digest
 *   cloudtrail/public-keys.json                        [{"fingerprint": …, "pkcs1": <base64>}]
 *   cloudtrail/event-history/<day>/<event name>.json   the records, where no bucket is read
 *   transcripts/<bucket>/<key, URI-encoded>/<version id, or null>
 *   kosli/<trail>/<attestation name>.json              the JSON array that Kosli answers
 *   kosli/lists/<trail>-revision-<n>.jsonl             the file attached to a statement
 */

/** A path below the folder; a name from outside cannot lead anywhere else. */
const below = (root: string, ...parts: readonly string[]): string => {
  const path = resolve(root, ...parts);
  if (!path.startsWith(resolve(root) + sep)) throw new Error(`${parts.join('/')} leads out of ${root}`);
  return path;
};

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const readIfThere = async (path: string): Promise<AsyncIterable<Uint8Array> | null> =>
  (await isThere(path)) ? createReadStream(path) : null;

const transcriptPath = (root: string, { bucket, key, versionId }: TranscriptPlace): string =>
  below(root, 'transcripts', bucket, encodeURIComponent(key), encodeURIComponent(versionId ?? 'null'));
const attestationsPath = (root: string, trail: string, name: string): string =>
  below(root, 'kosli', trail, `${name}.json`);
const historyPath = (root: string, day: string, eventName: string): string =>
  below(root, 'cloudtrail', 'event-history', day, `${eventName}.json`);
const filePath = (root: string, key: string): string => below(root, 'cloudtrail', key);
const keysPath = (root: string): string => below(root, 'cloudtrail', 'public-keys.json');
export const listPath = (root: string, trail: string, revision: number): string =>
  below(root, `${trail}-revision-${revision}.jsonl`);

async function* filesIn(root: string, folder: string): AsyncGenerator<string> {
  const path = filePath(root, folder);
  if (!(await isThere(path))) return;
  const files = await readdir(path);
  for (const file of files.toSorted()) if (!file.endsWith('.metadata.json')) yield `${folder}${file}`;
}

const copiedFiles = (root: string, bucket: string): CloudTrailFiles => ({
  bucket,
  list: (folder) => filesIn(root, folder),
  read: async (key) => {
    const path = filePath(root, key);
    const body = await readIfThere(path);
    if (body === null) return null;
    const metadata = `${path}.metadata.json`;
    return { body, metadata: (await isThere(metadata)) ? JSON.parse(await readFile(metadata, 'utf8')) : {} };
  },
  publicKeys: async () =>
    (await isThere(keysPath(root))) ? JSON.parse(await readFile(keysPath(root), 'utf8')) : [],
});

async function* recordsIn(path: string): AsyncGenerator<unknown> {
  if (!(await isThere(path))) {
    throw new UncheckableError(
      `there is no copy of event history at ${path}; where a CloudTrail bucket was copied, give its name too`,
    );
  }
  yield* JSON.parse(await readFile(path, 'utf8'));
}

/** Downloaded copies instead of AWS and Kosli. */
export const copiedSources = (root: string, cloudTrailBucket: string | null): Sources => ({
  cloudTrail: cloudTrailBucket === null ? null : copiedFiles(root, cloudTrailBucket),
  history: (eventName, day) => recordsIn(historyPath(root, day, eventName)),
  transcript: (place) => readIfThere(transcriptPath(root, place)),
  attestations: (trail, name) => readIfThere(attestationsPath(root, trail, name)),
  list: async (trail, revision) => {
    const path = listPath(join(root, 'kosli', 'lists'), trail, revision);
    return (await isThere(path)) ? readFile(path, 'utf8') : null;
  },
});

const save = async (path: string, body: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> => {
  await mkdir(dirname(path), { recursive: true });
  await pipeline(Readable.from(body), createWriteStream(path));
  return createReadStream(path);
};

const saveText = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
};

const savingFiles = (root: string, files: CloudTrailFiles): CloudTrailFiles => ({
  ...files,
  read: async (key) => {
    const object = await files.read(key);
    if (object === null) return null;
    const path = filePath(root, key);
    if (Object.keys(object.metadata).length > 0)
      await saveText(`${path}.metadata.json`, JSON.stringify(object.metadata));
    return { ...object, body: await save(path, object.body) };
  },
  publicKeys: async (from, to) => {
    const keys: readonly PublicKey[] = await files.publicKeys(from, to);
    await saveText(keysPath(root), JSON.stringify(keys));
    return keys;
  },
});

/** The same sources; everything read from them is copied to `root`, where `copiedSources` finds it. */
export const savingSources = (root: string, sources: Sources): Sources => ({
  cloudTrail: sources.cloudTrail === null ? null : savingFiles(root, sources.cloudTrail),
  async *history(eventName, day) {
    const records: unknown[] = [];
    for await (const record of sources.history(eventName, day)) {
      // Whoever had the token of a session could join it while it is open.
      records.push(withoutStreamSecrets(record));
      yield record;
    }
    await saveText(historyPath(root, day, eventName), JSON.stringify(records));
  },
  transcript: async (place) => {
    const body = await sources.transcript(place);
    return body === null ? null : save(transcriptPath(root, place), body);
  },
  attestations: async (trail, name) => {
    const body = await sources.attestations(trail, name);
    return body === null ? null : save(attestationsPath(root, trail, name), body);
  },
  list: async (trail, revision) => {
    const list = await sources.list(trail, revision);
    if (list !== null) await saveText(listPath(join(root, 'kosli', 'lists'), trail, revision), list);
    return list;
  },
});
