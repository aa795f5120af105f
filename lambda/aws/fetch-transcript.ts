import { createHash } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { collectEarly } from '../collect-early';
import { OutOfTimeError } from '../reporter-error';
import { shareOf, type Time, within } from '../time';
import { blankness } from '../transcript/blankness';
import { PREVIEW_SOURCE_BYTES, previewOf } from '../transcript/preview';
import type { GoneTranscript, Transcript, TranscriptRef } from '../transcript/transcript';
import { diskRoom } from './disk-room';
import { toReporterError } from './to-reporter-error';
import { knownAnswer, selectObject, type TranscriptObject, wholeObject, whyGone } from './transcript-object';

export const MAX_LOCAL_COPY_BYTES = 256 * 1024 * 1024;
/** Of all copies at a time. A test checks that the function's disk holds as much, and a gzipped copy of each. */
export const LOCAL_COPIES_BYTES = 4 * MAX_LOCAL_COPY_BYTES;

const localCopies = () => join(tmpdir(), 'transcripts');

/**
 * Removes what a killed function left behind: Lambda starts the next one on the same disk, and a few leftovers would fill
 * it. Call it on a cold start only.
 */
export const removeLeftCopies = (): void => rmSync(localCopies(), { recursive: true, force: true });

type PreviewOf = typeof previewOf;

/** One preview after another: each takes some megabytes while it is drawn, and the processor all the time. */
const oneByOne = (): PreviewOf => {
  let last: Promise<unknown> = Promise.resolve();
  return (head, sizeBytes) => {
    const preview = last.then(() => previewOf(head, sizeBytes));
    last = preview.catch(() => {});
    return preview;
  };
};

/** Computes everything but the bytes themselves: hash, size, whether they show anything, and the beginning for the preview. */
const measure = (preview: PreviewOf) => {
  const hash = createHash('sha256');
  const blank = blankness();
  const head: Buffer[] = [];
  let sizeBytes = 0;
  const take = (chunk: Buffer) => {
    hash.update(chunk);
    blank.take(chunk);
    if (sizeBytes < PREVIEW_SOURCE_BYTES)
      head.push(Buffer.from(chunk.subarray(0, PREVIEW_SOURCE_BYTES - sizeBytes)));
    sizeBytes += chunk.length;
  };
  const taken = async () => ({
    sizeBytes,
    sha256: hash.digest('hex'),
    blank: blank.isBlank(),
    preview: await preview(Buffer.concat(head), sizeBytes),
  });
  return { take, taken };
};

/** V8 frees chunks between turns, and no disk makes them wait here. */
const discard = () => new Writable({ write: (_chunk, _encoding, done) => void setImmediate(done) });

const localFolder = async (): Promise<string> => {
  await mkdir(localCopies(), { recursive: true, mode: 0o700 });
  return mkdtemp(join(localCopies(), 'transcript-'));
};

const download = async (
  ref: TranscriptRef,
  { body, sizeBytes, etag, versionId }: TranscriptObject,
  { signal }: Time,
  keepCopy: boolean,
  preview: PreviewOf,
): Promise<Transcript> => {
  const fits = sizeBytes <= MAX_LOCAL_COPY_BYTES;
  const folder = keepCopy && fits ? await localFolder() : null;
  const dispose = async () => {
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  };
  const path = folder === null ? null : join(folder, basename(ref.key));
  const measured = measure(preview);
  try {
    await pipeline(
      body,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          measured.take(chunk);
          yield chunk;
          collectEarly(chunk.length);
        }
      },
      path === null ? discard() : createWriteStream(path, { mode: 0o600 }),
      { signal },
    );
    return {
      kind: 'read',
      ref,
      path,
      etag,
      versionId,
      dispose,
      ...(await measured.taken()),
    };
  } catch (error) {
    await dispose();
    throw error;
  }
};

const SHARE_OF_TIME = 1 / 2;

const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOSPC';

/** What its copy takes, as far as the notification says: where a notification is wrong, the disk may be full, which is handled. */
const copyBytesOf = ({ sizeBytes }: TranscriptRef): number => {
  if (sizeBytes === null) return MAX_LOCAL_COPY_BYTES;
  return sizeBytes <= MAX_LOCAL_COPY_BYTES ? sizeBytes : 0;
};

/** Gives room back once the copy is gone, or there is none. */
const holding = async (reading: Promise<Transcript>, giveBack: () => void): Promise<Transcript> => {
  try {
    const transcript = await reading;
    const dispose = () => transcript.dispose().finally(giveBack);
    return { ...transcript, dispose };
  } catch (error) {
    giveBack();
    throw error;
  }
};

/**
 * Reads a transcript once, from S3 to hash and disk; memory does not grow with it. It reads the version that the notification
 * names, so a later object with the same key cannot take its place. The caller disposes of the copy.
 *
 * @param keepCopy whether its bytes are needed; without a copy it is reported by reference
 * @throws DependencyUnavailableError, SetupError; an object that is gone is a result, not an error
 */
export const transcriptFetcher = (
  s3: S3Client,
  time: Time,
  keepCopy: boolean,
  warn: (message: string, where: string) => void,
) => {
  const room = diskRoom(LOCAL_COPIES_BYTES);
  const preview = oneByOne();
  return async (ref: TranscriptRef): Promise<Transcript | GoneTranscript> => {
    const where = `s3://${ref.bucket}/${ref.key}`;
    const outOfTime = () => new OutOfTimeError(`${where} could not be read in the time available`);
    const giveBack = await within(time, room.take(keepCopy ? copyBytesOf(ref) : 0)).catch(() => {
      throw outOfTime();
    });
    // A slow download must leave time for the others.
    const share = shareOf(time, time.leftMs() * SHARE_OF_TIME);
    const read = async (onDisk: boolean): Promise<Transcript> => {
      const command = new GetObjectCommand(selectObject(ref));
      const answer = await s3.send(command, { abortSignal: share.signal });
      return download(ref, wholeObject(ref, answer), share, onDisk, preview);
    };
    // If the disk is full, the transcript is only measured, and is reported by reference.
    const copying = read(keepCopy).catch((error: unknown) => {
      if (!isDiskFull(error)) throw error;
      warn('There was no room on the disk for a transcript: it is reported by reference to S3', where);
      return read(false);
    });
    const reading = holding(copying, giveBack);
    try {
      return await within(share, reading);
    } catch (error) {
      if (share.signal.aborted) {
        // Nothing waits for this download any more, so its copy is removed when it finishes.
        reading.then(({ dispose }) => dispose()).catch(() => {});
        throw outOfTime();
      }
      const note = whyGone(error);
      if (note !== null) return { kind: 'gone', ref, note };
      throw toReporterError(
        `S3 GetObject ${where}`,
        knownAnswer(where, error),
        "The function's role needs s3:GetObject and s3:GetObjectVersion there, and kms:Decrypt on the bucket's key (variable kms_key_arns).",
      );
    }
  };
};
