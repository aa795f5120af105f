import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { type LoopbackServer, listenOnLoopback } from '../../stand-ins/loopback-server';
import { recordedTranscript } from '../../stand-ins/recorded-session/transcript';

/** GetObject of transcripts that are made while they are sent, so that a large one takes no memory here. */
export interface TranscriptServer extends LoopbackServer {
  readonly requests: () => number;
}

const CHUNK_BYTES = 64 * 1024;

/** One version of a key, and how large it is. */
const KEY = /\/(?<bytes>\d+)\/(?<id>[^/?]+)\.log\?/;

export const keyOf = (id: string, bytes: number): string => `production/${bytes}/${id}.log`;

export const etagOf = (key: string): string => createHash('md5').update(key).digest('hex');

function* bytesOf(id: string, bytes: number): Generator<Buffer> {
  const recorded = recordedTranscript(new Date(), id);
  const chunk = Buffer.alloc(CHUNK_BYTES, recorded);
  yield recorded.subarray(0, bytes);
  for (let left = bytes - recorded.length; left > 0; left -= CHUNK_BYTES) yield chunk.subarray(0, left);
}

export const openTranscriptServer = async (): Promise<TranscriptServer> => {
  let requests = 0;
  const server = await listenOnLoopback(async ({ method, url = '' }, response) => {
    const { bytes = '', id = '' } = KEY.exec(url)?.groups ?? {};
    if (method !== 'GET' || bytes === '') throw new Error(`this server has no ${method} ${url}`);
    requests += 1;
    response.writeHead(200, {
      'content-type': 'text/plain',
      'content-length': Number(bytes),
      etag: `"${etagOf(keyOf(id, Number(bytes)))}"`,
      'x-amz-version-id': new URL(url, server.url).searchParams.get('versionId') ?? '',
    });
    Readable.from(bytesOf(id, Number(bytes))).pipe(response);
  });
  return { ...server, requests: () => requests };
};
