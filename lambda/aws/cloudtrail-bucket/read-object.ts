import { addAbortSignal, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { types } from 'node:util';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { DependencyUnavailableError, ReporterError, SetupError } from '../../reporter-error';
import { toReporterError } from '../to-reporter-error';
import type { CloudTrailBucket } from './list-keys';
import { unpack } from './unpack';

/** Why one object cannot be read: deleted, not allowed, in an archive, or not what CloudTrail writes. */
export type Unreadable = 'gone' | 'refused' | 'archived' | 'broken';

/** This one object cannot be read, now or later. The others may well be. */
export class ObjectUnreadableError extends ReporterError {
  override readonly name = 'ObjectUnreadableError';
  readonly because: Unreadable;

  constructor(because: Unreadable, place: string, cause: unknown) {
    super(`${place} is ${because}: ${cause}`, { cause });
    this.because = because;
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');
const isGone = (error: unknown): boolean => nameOf(error) === 'NoSuchKey';
const isArchived = (error: unknown): boolean => nameOf(error) === 'InvalidObjectState';

const isBrokenGzip = (error: unknown): boolean =>
  types.isNativeError(error) && 'code' in error && String(error.code).startsWith('Z_');

// Log files are packed to some hundred kilobytes. Handed to zlib in one piece they cost fewer round trips to its threads.
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;

/** A body that is all here, when it is small; a large one as it comes. */
const gathered = async (
  body: Readable,
  sizeBytes: number | undefined,
  place: string,
  abortSignal: AbortSignal,
): Promise<Readable> => {
  if (sizeBytes === undefined || sizeBytes > MAX_BUFFERED_BYTES) return body;
  try {
    return Readable.from(await buffer(addAbortSignal(abortSignal, body)));
  } catch (error) {
    throw new DependencyUnavailableError(`S3 broke off in the middle of ${place}: ${error}`, {
      cause: error,
    });
  }
};

/** The object's metadata (names without `x-amz-meta-`). */
export type Metadata = Readonly<Record<string, string>>;

/** What S3 says of an object besides its bytes. */
export interface ReadObject {
  readonly metadata: Metadata;
  /** When it was put there; no name and no content can pretend another time. */
  readonly lastModified: Date | null;
}

/** CloudTrail's log files have 50 MB packed at most. What unpacks to more was made to hold up whoever reads it. */
const MAX_UNPACKED_BYTES = 1024 ** 3;

/**
 * Reads an object unpacked: `take` gets its bytes in pieces and may end the reading early. Throws what `take` throws,
 * `ObjectUnreadableError`, or `DependencyUnavailableError` when waiting helps.
 */
export const readObject = async (
  { s3, bucket }: CloudTrailBucket,
  key: string,
  take: (piece: Buffer) => 'more' | 'enough',
  abortSignal: AbortSignal,
  largestBytes = MAX_UNPACKED_BYTES,
): Promise<ReadObject> => {
  const place = `s3://${bucket}/${key}`;
  const object = await s3
    .send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal })
    .catch((error: unknown) => {
      if (isGone(error)) throw new ObjectUnreadableError('gone', place, error);
      if (isArchived(error)) throw new ObjectUnreadableError('archived', place, error);
      const outside = toReporterError(`S3 GetObject of ${place}`, error, '');
      throw outside instanceof SetupError ? new ObjectUnreadableError('refused', place, error) : outside;
    });
  if (!(object.Body instanceof Readable))
    throw new DependencyUnavailableError(`S3 sent no body for ${place}`);
  const taking = { failed: false, bytes: 0 };
  await unpack(
    await gathered(object.Body, object.ContentLength, place, abortSignal),
    (piece) => {
      taking.failed = true;
      taking.bytes += piece.length;
      if (taking.bytes > largestBytes)
        throw new ObjectUnreadableError('broken', place, `it unpacks to more than ${largestBytes} bytes`);
      const answer = take(piece);
      taking.failed = false;
      return answer;
    },
    abortSignal,
  ).catch((error: unknown) => {
    if (taking.failed) throw error;
    if (isBrokenGzip(error)) throw new ObjectUnreadableError('broken', place, error);
    throw new DependencyUnavailableError(`S3 broke off in the middle of ${place}: ${error}`, {
      cause: error,
    });
  });
  return { metadata: object.Metadata ?? {}, lastModified: object.LastModified ?? null };
};
