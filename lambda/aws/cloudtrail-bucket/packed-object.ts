import type { Readable } from 'node:stream';

/** An object as it was sent: its beginning, and a paused stream of what is left to read, null when that is all of it. */
export interface PackedObject {
  readonly head: Buffer;
  readonly rest: Readable | null;
}

/**
 * Reads the first `bytes` bytes of a body, or a little more, or all of it when it has fewer. Rejects with the stream's error or
 * the signal's reason, and then ends the connection.
 *
 * `stream/consumers` does the same by way of a `Blob`, at a multiple of the cost.
 */
export const readHead = (body: Readable, bytes: number, signal: AbortSignal): Promise<PackedObject> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const stop = () => {
      body.off('data', take).off('end', end).off('error', fail).off('close', close);
      signal.removeEventListener('abort', abort);
    };
    const finish = (rest: Readable | null) => {
      stop();
      resolve({ head: Buffer.concat(chunks, length), rest });
    };
    const fail = (error: unknown) => {
      stop();
      body.on('error', () => {}).destroy();
      reject(error);
    };
    const close = () => fail(new Error('the stream was closed before it ended'));
    const abort = () => fail(signal.reason);
    const end = () => finish(null);
    const take = (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length < bytes) return;
      body.pause();
      finish(body);
    };
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener('abort', abort);
    body.on('data', take).on('end', end).on('error', fail).on('close', close);
  });
