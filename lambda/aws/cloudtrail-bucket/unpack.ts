import { addAbortSignal, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

// zlib hands out 16 KB by default. Each piece is a round trip to its thread and back: the smaller, the slower.
const PIECE_BYTES = 512 * 1024;

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

/** The first bytes of a stream, which keeps them; fewer than two, and not kept, when it ended before. */
const peek = (packed: Readable): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    let head: Buffer = Buffer.alloc(0);
    const stop = () => {
      packed.off('readable', look).off('end', end).off('error', fail).off('close', close);
    };
    const end = () => {
      stop();
      resolve(head);
    };
    const fail = (error: Error) => {
      stop();
      reject(error);
    };
    const close = () => fail(new Error('the stream was closed before it ended'));
    const look = () => {
      for (let chunk: Buffer | null = packed.read(); chunk !== null; chunk = packed.read()) {
        head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
        if (head.length < GZIP_MAGIC.length) continue;
        packed.unshift(head);
        end();
        return;
      }
    };
    packed.on('readable', look).on('end', end).on('error', fail).on('close', close);
  });

/**
 * Unpacks a gzip stream and hands `take` its bytes in pieces, until the end or until `take` has `enough`. Bytes that are not
 * gzip pass as they are: an HTTP client between here and S3 may have unpacked an object with `Content-Encoding: gzip`
 * already. Rejects with zlib's error (`code` `Z_…`) when the file is broken, with the stream's own, or with what `take` threw.
 *
 * Bare events: `stream.pipeline` into a Writable costs a tenth of the search's speed, async generators a fifth.
 */
export const unpack = async (
  packed: Readable,
  take: (piece: Buffer) => 'more' | 'enough',
  signal: AbortSignal,
): Promise<void> => {
  addAbortSignal(signal, packed);
  const head = await peek(packed);
  if (head.length < GZIP_MAGIC.length) {
    if (head.length > 0) take(head);
    return;
  }
  const isGzip = head.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC);
  const unpacked = isGzip
    ? addAbortSignal(signal, packed.pipe(createGunzip({ chunkSize: PIECE_BYTES })))
    : packed;
  try {
    await new Promise<void>((resolve, reject) => {
      packed.on('error', reject);
      // Closed without an error and before its end, it would never say anything again.
      unpacked.on('close', () => reject(new Error('the stream was closed before it ended')));
      unpacked.on('error', reject);
      unpacked.on('end', resolve);
      unpacked.on('data', (piece: Buffer) => {
        try {
          if (take(piece) === 'enough') resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
  } finally {
    unpacked.destroy();
    packed.destroy();
  }
};
