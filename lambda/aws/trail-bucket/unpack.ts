import { once } from 'node:events';
import { addAbortSignal, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

// zlib hands out 16 KB by default. Each piece is a round trip to its thread and back: the smaller, the slower.
const PIECE_BYTES = 512 * 1024;

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

/** The first bytes of a stream, which keeps them. */
const peek = async (packed: Readable): Promise<Buffer> => {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < GZIP_MAGIC.length && !packed.readableEnded) {
    const chunk: Buffer | null = packed.read();
    if (chunk === null) await Promise.race([once(packed, 'readable'), once(packed, 'end')]);
    else head = Buffer.concat([head, chunk]);
  }
  if (head.length > 0) packed.unshift(head);
  return head;
};

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
  const isGzip = head.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC);
  const unpacked = isGzip ? packed.pipe(createGunzip({ chunkSize: PIECE_BYTES })) : packed;
  try {
    await new Promise<void>((resolve, reject) => {
      packed.on('error', reject);
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
