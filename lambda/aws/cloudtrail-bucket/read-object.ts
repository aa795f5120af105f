import { Readable } from 'node:stream';
import { types } from 'node:util';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { DependencyUnavailableError, ReporterError, SetupError } from '../../reporter-error';
import { toReporterError } from '../to-reporter-error';
import type { CloudTrailBucket } from './list-keys';
import { type PackedObject, readHead } from './packed-object';
import type { AnsweredObject } from './repeated-request';
import { unpack } from './unpack';

/** Why one object cannot be read: deleted, not allowed, in an archive storage class, or not in CloudTrail's format. */
export type Unreadable = 'gone' | 'refused' | 'archived' | 'broken';

/** This one object cannot be read, now or later. Others still may be. */
export class ObjectUnreadableError extends ReporterError {
  override readonly name = 'ObjectUnreadableError';
  readonly kind: Unreadable;

  constructor(kind: Unreadable, place: string, cause: unknown) {
    super(`${place} is ${kind}: ${cause}`, { cause });
    this.kind = kind;
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');
const isGone = (error: unknown): boolean => nameOf(error) === 'NoSuchKey';
const isArchived = (error: unknown): boolean => nameOf(error) === 'InvalidObjectState';

const isBrokenGzip = (error: unknown): boolean =>
  types.isNativeError(error) && 'code' in error && String(error.code).startsWith('Z_');

// A compressed log file has a few hundred kilobytes. Passing it to zlib in one piece costs fewer round trips to its threads.
const HEAD_BYTES = 4 * 1024 * 1024;

/** The object's metadata (names without `x-amz-meta-`). */
export type Metadata = Readonly<Record<string, string>>;

/** What S3 says about an object besides its bytes. */
export interface ReadObject {
  readonly metadata: Metadata;
  /** When it was put there; unlike a key or content, this cannot be forged. */
  readonly lastModified: Date | null;
}

/** A compressed CloudTrail log file has at most 50 MB. One that unpacks to more than this was made to exhaust its reader. */
const MAX_UNPACKED_BYTES = 1024 ** 3;

/** An object that S3 has begun to send. */
export interface FetchedObject extends ReadObject, PackedObject {
  /** `s3://…`, for messages. */
  readonly place: string;
}

const askClient = async (
  { s3, bucket }: CloudTrailBucket,
  key: string,
  place: string,
  abortSignal: AbortSignal,
): Promise<AnsweredObject> => {
  const object = await s3
    .send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal })
    .catch((error: unknown) => {
      if (isGone(error)) throw new ObjectUnreadableError('gone', place, error);
      if (isArchived(error)) throw new ObjectUnreadableError('archived', place, error);
      const reported = toReporterError(`S3 GetObject of ${place}`, error, '');
      throw reported instanceof SetupError ? new ObjectUnreadableError('refused', place, error) : reported;
    });
  const { Body: body, Metadata: metadata = {}, LastModified: lastModified = null } = object;
  if (!(body instanceof Readable)) throw new DependencyUnavailableError(`S3 sent no body for ${place}`);
  return { body, metadata, lastModified };
};

const stoppedSending = (place: string, cause: unknown): Error =>
  new DependencyUnavailableError(`S3 stopped sending in the middle of ${place}: ${cause}`, { cause });

/** Requests an object and reads the beginning of it, for almost every log file all of it. Throws as `readObject` does. */
export const fetchObject = async (
  cloudTrail: CloudTrailBucket,
  key: string,
  abortSignal: AbortSignal,
): Promise<FetchedObject> => {
  const place = `s3://${cloudTrail.bucket}/${key}`;
  const { body, metadata, lastModified } =
    (await cloudTrail.repeated?.get(key, abortSignal)) ??
    (await askClient(cloudTrail, key, place, abortSignal));
  const packed = await readHead(body, HEAD_BYTES, abortSignal).catch((error: unknown) => {
    throw stoppedSending(place, error);
  });
  return { ...packed, place, metadata, lastModified };
};

/**
 * Unpacks an object: `take` gets its bytes in pieces, each only valid during the call, and may end the reading early. An object
 * that has arrived as a whole can be unpacked again. Throws as `readObject` does.
 */
export const unpackObject = async (
  object: FetchedObject,
  take: (piece: Buffer) => 'more' | 'enough',
  abortSignal: AbortSignal,
  maxBytes = MAX_UNPACKED_BYTES,
): Promise<void> => {
  const { place } = object;
  const taking = { failed: false, bytes: 0 };
  const takeCounted = (piece: Buffer) => {
    taking.failed = true;
    taking.bytes += piece.length;
    if (taking.bytes > maxBytes)
      throw new ObjectUnreadableError('broken', place, `it unpacks to more than ${maxBytes} bytes`);
    const answer = take(piece);
    taking.failed = false;
    return answer;
  };
  await unpack(object, takeCounted, abortSignal).catch((error: unknown) => {
    if (taking.failed) throw error;
    throw isBrokenGzip(error)
      ? new ObjectUnreadableError('broken', place, error)
      : stoppedSending(place, error);
  });
};

/**
 * Reads and unpacks an object: `take` gets its bytes in pieces, each only valid during the call, and may end the reading early.
 * Throws what `take` throws, `ObjectUnreadableError`, or `DependencyUnavailableError` when waiting may help.
 */
export const readObject = async (
  cloudTrail: CloudTrailBucket,
  key: string,
  take: (piece: Buffer) => 'more' | 'enough',
  abortSignal: AbortSignal,
  maxBytes?: number,
): Promise<ReadObject> => {
  const object = await fetchObject(cloudTrail, key, abortSignal);
  await unpackObject(object, take, abortSignal, maxBytes);
  return { metadata: object.metadata, lastModified: object.lastModified };
};
