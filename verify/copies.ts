import { createReadStream } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import * as v from 'valibot';
import { withoutStreamSecrets } from '../lambda/session/api-call-record';
import {
  isUnfinished,
  namesIn,
  readIfThere,
  readJsonIfThere,
  readTextIfThere,
  writeWhole,
} from './local-file';
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
 *   cloudtrail/event-history/<day>/<event name>.json   the records, where no bucket is read; {"unreadableEvent": <id>} for none
 *   transcripts/<bucket>/<key, URI-encoded>/<version id, or null>
 *   kosli/<trail>/<attestation name>.json              the JSON array that Kosli answers
 *   kosli/lists/<trail>-revision-<n>.jsonl             the file attached to a statement
 */

/** A path below the folder; a name from outside cannot lead anywhere else. */
const below = (root: string, ...parts: readonly string[]): string => {
  const path = resolve(root, ...parts);
  if (!path.startsWith(resolve(root) + sep))
    throw new UncheckableError(`${parts.join('/')} leads out of ${root}`);
  return path;
};

const transcriptPath = (root: string, { bucket, key, versionId }: TranscriptPlace): string =>
  below(root, 'transcripts', bucket, encodeURIComponent(key), encodeURIComponent(versionId ?? 'null'));
const attestationsPath = (root: string, trail: string, name: string): string =>
  below(root, 'kosli', trail, `${name}.json`);
const historyPath = (root: string, day: string, eventName: string): string =>
  below(root, 'cloudtrail', 'event-history', day, `${eventName}.json`);
const filePath = (root: string, key: string): string => below(root, 'cloudtrail', key);
const keysPath = (root: string): string => below(root, 'cloudtrail', 'public-keys.json');
const listsFolder = (root: string): string => join(root, 'kosli', 'lists');
const listPath = (folder: string, trail: string, revision: number): string =>
  below(folder, `${trail}-revision-${revision}.jsonl`);

/** The list attached to a statement, where it was downloaded to this folder under its own name. */
export const readList = (folder: string, trail: string, revision: number): Promise<string | null> =>
  readTextIfThere(listPath(folder, trail, revision));

const PublicKeys = v.array(v.object({ fingerprint: v.string(), pkcs1: v.string() }));
const Metadata = v.record(v.string(), v.string());

async function* filesIn(root: string, folder: string): AsyncGenerator<string> {
  for (const file of await namesIn(filePath(root, folder)))
    if (!file.endsWith('.metadata.json') && !isUnfinished(file)) yield `${folder}${file}`;
}

const copiedFiles = (root: string, bucket: string): CloudTrailFiles => ({
  bucket,
  list: (folder) => filesIn(root, folder),
  read: async (key) => {
    const path = filePath(root, key);
    const metadata = (await readJsonIfThere(`${path}.metadata.json`, Metadata)) ?? {};
    const body = await readIfThere(path);
    return body === null ? null : { body, metadata };
  },
  publicKeys: async () => (await readJsonIfThere(keysPath(root), PublicKeys)) ?? [],
});

async function* recordsIn(path: string): AsyncGenerator<unknown> {
  const records = await readJsonIfThere(path, v.array(v.unknown()));
  if (records === null) {
    throw new UncheckableError(
      `there is no copy of event history at ${path}; where a CloudTrail bucket was copied, give its name too`,
    );
  }
  yield* records;
}

/** Downloaded copies instead of AWS and Kosli. */
export const copiedSources = (root: string, cloudTrailBucket: string | null): Sources => ({
  cloudTrail: cloudTrailBucket === null ? null : copiedFiles(root, cloudTrailBucket),
  history: (eventName, day) => recordsIn(historyPath(root, day, eventName)),
  transcript: (place) => readIfThere(transcriptPath(root, place)),
  attestations: (trail, name) => readIfThere(attestationsPath(root, trail, name)),
  list: (trail, revision) => readList(listsFolder(root), trail, revision),
});

const save = async (path: string, body: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> => {
  await writeWhole(path, body);
  return createReadStream(path);
};

const savingFiles = (root: string, files: CloudTrailFiles): CloudTrailFiles => ({
  ...files,
  read: async (key) => {
    const object = await files.read(key);
    if (object === null) return null;
    const path = filePath(root, key);
    if (Object.keys(object.metadata).length > 0)
      await writeWhole(`${path}.metadata.json`, JSON.stringify(object.metadata));
    return { ...object, body: await save(path, object.body) };
  },
  publicKeys: async (from, to) => {
    const keys: readonly PublicKey[] = await files.publicKeys(from, to);
    // Every day asks for those of its own time, and all days share the file.
    const earlier = (await readJsonIfThere(keysPath(root), PublicKeys)) ?? [];
    const byFingerprint = new Map([...earlier, ...keys].map((key) => [key.fingerprint, key]));
    await writeWhole(keysPath(root), JSON.stringify([...byFingerprint.values()]));
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
    await writeWhole(historyPath(root, day, eventName), JSON.stringify(records));
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
    if (list !== null) await writeWhole(listPath(listsFolder(root), trail, revision), list);
    return list;
  },
});
