import { addAbortSignal, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { types } from 'node:util';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { OutsideUnavailableError, ReporterError, SetupError } from '../../reporter-error';
import { outsideError } from '../outside-error';
import type { TrailBucket } from './list-keys';
import { unpack } from './unpack';

/** This one object cannot be read, now or later: gone, refused, archived, or no gzip file. The others may well be. */
export class ObjectUnreadableError extends ReporterError {
  readonly because: 'gone' | 'refused' | 'broken';

  constructor(because: 'gone' | 'refused' | 'broken', place: string, cause: unknown) {
    super(`${place} is ${because}: ${cause}`, { cause });
    this.because = because;
  }
}

const isGone = (error: unknown): boolean => error instanceof Error && error.name === 'NoSuchKey';

const isBrokenGzip = (error: unknown): boolean =>
  types.isNativeError(error) && 'code' in error && String(error.code).startsWith('Z_');

// Log files are packed to some hundred kilobytes. Handed to zlib in one piece they cost fewer round trips to its threads.
const LARGEST_READ_WHOLE_BYTES = 4 * 1024 * 1024;

/** A body that is all here, when it is small; a large one as it comes. */
const gathered = async (
  body: Readable,
  sizeBytes: number | undefined,
  place: string,
  abortSignal: AbortSignal,
): Promise<Readable> => {
  if (sizeBytes === undefined || sizeBytes > LARGEST_READ_WHOLE_BYTES) return body;
  try {
    return Readable.from(await buffer(addAbortSignal(abortSignal, body)));
  } catch (error) {
    throw new OutsideUnavailableError(`S3 broke off in the middle of ${place}: ${error}`, { cause: error });
  }
};

/** The object's metadata (names without `x-amz-meta-`). */
export type Metadata = Readonly<Record<string, string>>;

/**
 * Reads an object unpacked: `take` gets its bytes in pieces and may end the reading early. Throws what `take` throws,
 * `ObjectUnreadableError`, or `OutsideUnavailableError` when waiting helps.
 */
export const readObject = async (
  { s3, bucket }: TrailBucket,
  key: string,
  take: (piece: Buffer) => 'more' | 'enough',
  abortSignal: AbortSignal,
): Promise<Metadata> => {
  const place = `s3://${bucket}/${key}`;
  const object = await s3
    .send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal })
    .catch((error: unknown) => {
      if (isGone(error)) throw new ObjectUnreadableError('gone', place, error);
      const outside = outsideError(`S3 GetObject of ${place}`, error, '');
      throw outside instanceof SetupError ? new ObjectUnreadableError('refused', place, error) : outside;
    });
  if (!(object.Body instanceof Readable)) throw new OutsideUnavailableError(`S3 sent no body for ${place}`);
  const taking = { failed: false };
  await unpack(
    await gathered(object.Body, object.ContentLength, place, abortSignal),
    (piece) => {
      taking.failed = true;
      const answer = take(piece);
      taking.failed = false;
      return answer;
    },
    abortSignal,
  ).catch((error: unknown) => {
    if (taking.failed) throw error;
    if (isBrokenGzip(error)) throw new ObjectUnreadableError('broken', place, error);
    throw new OutsideUnavailableError(`S3 broke off in the middle of ${place}: ${error}`, { cause: error });
  });
  return object.Metadata ?? {};
};
