import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { DependencyUnavailableError } from '../reporter-error';

/** An error of AWS is some hundred bytes; a page of a proxy may have any length. */
const MAX_ERROR_BYTES = 64 * 1024;

/** The largest answer that is read into memory is a page of fifty CloudTrail events of 256 KB, each as JSON within JSON. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/** What is streamed, whatever its size. */
const STREAMED = 'GetObjectCommand';

async function* beginningOf(body: Readable): AsyncGenerator<Buffer> {
  let left = MAX_ERROR_BYTES;
  for await (const chunk of body) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    // Returning ends the connection.
    if (left <= 0) return;
  }
}

const tooLarge = (): Error =>
  new DependencyUnavailableError(
    `AWS answered with more than ${MAX_ANSWER_BYTES} bytes, which none of its answers to the function has. Look at the proxy or the ` +
      'endpoint between the function and AWS if it lasts.',
  );

async function* bounded(body: Readable): AsyncGenerator<Buffer> {
  let left = MAX_ANSWER_BYTES;
  for await (const chunk of body) {
    left -= chunk.length;
    if (left < 0) throw tooLarge();
    yield chunk;
  }
}

interface Answered {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  body: Readable;
}

const hasBody = (response: unknown): response is Answered =>
  typeof response === 'object' &&
  response !== null &&
  'statusCode' in response &&
  'headers' in response &&
  'body' in response &&
  response.body instanceof Readable;

/** The beginning of JSON is not JSON, and says nothing. */
const isJson = ({ headers }: Answered): boolean => /\bjson\b|-json-/i.test(headers['content-type'] ?? '');

/** The body, no longer than it may be. Node holds an answer to the length that it announces. */
const limited = (answer: Answered): Readable => {
  const { statusCode, headers, body } = answer;
  if (statusCode >= 300 && !isJson(answer)) return Readable.from(beginningOf(body), { objectMode: false });
  return Number(headers['content-length']) <= MAX_ANSWER_BYTES
    ? body
    : Readable.from(bounded(body), { objectMode: false });
};

/**
 * Has the client read no more than the beginning of a page or of XML that says what is wrong, and no other answer that is far
 * larger than any of AWS. The SDK reads all of it into memory, and S3's several times over because it is XML, for every attempt of every session
 * at a time.
 */
export const limitAnswers = <Client extends { readonly middlewareStack: object }>(client: Client): Client => {
  // The stacks of the clients differ in the types of inputs and outputs, which are not looked at.
  const stack = client.middlewareStack as S3Client['middlewareStack'];
  stack.add(
    (next, { commandName }) =>
      async (args) => {
        const answer = await next(args);
        const { response } = answer;
        if (hasBody(response) && (response.statusCode >= 300 || commandName !== STREAMED))
          response.body = limited(response);
        return answer;
      },
    // The SDK reads the answer in this step too, around it.
    { name: 'limitAnswers', step: 'deserialize', priority: 'low' },
  );
  return client;
};
