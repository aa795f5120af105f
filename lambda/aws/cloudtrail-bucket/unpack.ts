import { createGunzip, type Gunzip } from 'node:zlib';
import type { PackedObject } from './packed-object';

// zlib's default is 16 KB. Each piece is a round trip to its thread and back, so smaller pieces are slower.
const PIECE_BYTES = 512 * 1024;

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);
const isGzip = (head: Buffer): boolean => head.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC);

/** An `ArrayBuffer` of Node 22 and later, whose memory can be given back before the next garbage collection. */
interface Transferable {
  readonly transfer: (bytes: number) => unknown;
}
const isTransferable = (memory: object): memory is Transferable => 'transfer' in memory;

/**
 * Gives the memory of a piece back at once, when zlib has filled it and begins another. Left to V8, memory outside its heap makes
 * it collect the whole heap, on Node 24 ten times for 300 MB, which was a fifth of the search's processor time.
 */
const release = ({ buffer, byteOffset, length }: Buffer): void => {
  if (byteOffset + length === PIECE_BYTES && buffer.byteLength === PIECE_BYTES && isTransferable(buffer))
    buffer.transfer(0);
};

const feed = (gunzip: Gunzip, { head, rest }: PackedObject): void => {
  if (rest === null) {
    gunzip.end(head);
  } else {
    gunzip.write(head);
    rest.pipe(gunzip);
  }
};

/**
 * Unpacks a gzip file and passes its bytes to `take` in pieces, until the end or until `take` has `enough`. **A piece is only
 * valid during the call**: `take` copies what it keeps. Bytes that are not gzip are passed unchanged: an HTTP client between
 * here and S3 may already have unpacked an object with `Content-Encoding: gzip`. Rejects with zlib's error (`code` `Z_…`) for
 * a broken file, with the stream's error, with what `take` threw, or with the signal's reason.
 *
 * It uses plain events: `stream.pipeline` into a Writable costs a tenth of the search's speed, async generators a fifth.
 */
export const unpack = async (
  packed: PackedObject,
  take: (piece: Buffer) => 'more' | 'enough',
  signal: AbortSignal,
): Promise<void> => {
  const { head, rest } = packed;
  const gunzip = isGzip(head) ? createGunzip({ chunkSize: PIECE_BYTES }) : null;
  const unpacked = gunzip ?? rest;
  let abort = () => {};
  try {
    if (gunzip === null && head.length > 0 && take(head) === 'enough') return;
    if (unpacked === null) return;
    await new Promise<void>((resolve, reject) => {
      abort = () => reject(signal.reason);
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort);
      // A stream closed before its end and without an error would never emit anything again.
      for (const stream of rest === null ? [unpacked] : [unpacked, rest])
        stream.on('error', reject).on('close', () => {
          if (!stream.readableEnded) reject(new Error('the stream was closed before it ended'));
        });
      unpacked.on('end', resolve);
      unpacked.on('data', (piece: Buffer) => {
        try {
          const answer = take(piece);
          if (gunzip !== null) release(piece);
          if (answer === 'enough') resolve();
        } catch (error) {
          reject(error);
        }
      });
      if (gunzip === null) unpacked.resume();
      else feed(gunzip, packed);
    });
  } finally {
    signal.removeEventListener('abort', abort);
    gunzip?.destroy();
    rest?.destroy();
  }
};
