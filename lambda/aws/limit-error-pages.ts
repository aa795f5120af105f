import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';

/** An error of AWS is some hundred bytes; a page of a proxy may have any length. */
const MAX_BYTES = 64 * 1024;

async function* beginningOf(body: Readable): AsyncGenerator<Buffer> {
  let left = MAX_BYTES;
  for await (const chunk of body) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    // Returning ends the connection.
    if (left <= 0) return;
  }
}

const hasErrorPage = (response: unknown): response is { body: Readable } =>
  typeof response === 'object' &&
  response !== null &&
  'statusCode' in response &&
  Number(response.statusCode) >= 300 &&
  'body' in response &&
  response.body instanceof Readable;

/**
 * Has the client read no more than the beginning of an answer that is an error. The SDK reads all of it into memory, and S3's several
 * times over because it is XML, for every attempt of every session at a time.
 */
export const limitErrorPages = (s3: S3Client): S3Client => {
  s3.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      const { response } = answer;
      if (hasErrorPage(response))
        response.body = Readable.from(beginningOf(response.body), { objectMode: false });
      return answer;
    },
    // The SDK reads the answer in this step too, around it.
    { name: 'limitErrorPages', step: 'deserialize', priority: 'low' },
  );
  return s3;
};
