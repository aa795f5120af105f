import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { extendedEncodeURIComponent, HttpRequest } from '@smithy/core/protocols';

/** S3's answer to a request for an object: 200, with a body that is still to be read. */
export interface AnsweredObject {
  readonly body: Readable;
  /** Names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly lastModified: Date | null;
}

/** Requests objects of a bucket in the way its listing was requested. */
export interface RepeatedRequest {
  /** @param request a signed ListObjectsV2 that S3 has answered with a listing */
  readonly learn: (request: unknown) => void;
  /**
   * Null when there is nothing to repeat, or S3 did not answer with the object: then the client has to ask for it. Never
   * rejects.
   */
  readonly get: (key: string, abortSignal: AbortSignal) => Promise<AnsweredObject | null>;
}

interface Pattern {
  readonly request: HttpRequest;
  readonly signingRegion: string;
}

// `Credential=AKIA…/20260731/eu-central-1/s3/aws4_request`. Directory buckets and multi-region access points are signed differently.
const SCOPE = /\bCredential=[^/,]+\/\d{8}\/([^/,]+)\/s3\/aws4_request\b/;

const patternOf = (request: unknown): Pattern | null => {
  if (!HttpRequest.isInstance(request)) return null;
  const signingRegion = SCOPE.exec(request.headers.authorization ?? '')?.[1];
  return signingRegion === undefined ? null : { request, signingRegion };
};

/** Path-style: `/bucket/key`; otherwise the bucket is in the host name. */
const pathOf = ({ request: { path } }: Pattern, key: string): string =>
  `${path.replace(/\/$/, '')}/${key.split('/').map(extendedEncodeURIComponent).join('/')}`;

const requestFor = (pattern: Pattern, key: string): HttpRequest => {
  const { protocol, hostname, port, headers } = pattern.request;
  const { host = hostname, 'user-agent': agent } = headers;
  return new HttpRequest({
    protocol,
    hostname,
    ...(port !== undefined && { port }),
    method: 'GET',
    path: pathOf(pattern, key),
    headers: { host, ...(agent !== undefined && { 'user-agent': agent }) },
  });
};

const METADATA = 'x-amz-meta-';
const metadataOf = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith(METADATA) ? [[name.slice(METADATA.length), value]] : [],
    ),
  );

const dateOf = (text: string | undefined): Date | null => {
  const date = new Date(text ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date;
};

/**
 * A search asks for hundreds of objects in the same way, and each time the SDK finds out which: endpoint rules, schemas, two
 * dozen steps of middleware, almost half as much processor time as unpacking what comes. Here that is done once, for the listing,
 * whose host, region and style of path, found after any redirect, are those of its objects. Credentials, signing, connections
 * and their limits remain the client's.
 *
 * Only an object is taken from S3 this way. Any other answer, or none, is left to the client, which asks again and knows about
 * errors, retries and redirects; nothing more is repeated then until there is another listing, so that hardly any request that
 * S3 refuses is made twice. Measured with `npm run bench:scan`.
 */
export const repeatedRequest = ({ config }: S3Client): RepeatedRequest => {
  let pattern: Pattern | null = null;
  let signer: ReturnType<typeof config.signer> | undefined;
  const ask = async (
    asked: Pattern,
    key: string,
    abortSignal: AbortSignal,
  ): Promise<AnsweredObject | null> => {
    signer ??= config.signer();
    const signed = await (await signer).sign(requestFor(asked, key), {
      signingDate: new Date(Date.now() + config.systemClockOffset),
      signingRegion: asked.signingRegion,
      signingService: 's3',
    });
    const { response } = await config.requestHandler.handle(HttpRequest.clone(signed), { abortSignal });
    const { statusCode, body, headers } = response;
    if (!(body instanceof Readable)) return null;
    if (statusCode === 200)
      return { body, metadata: metadataOf(headers), lastModified: dateOf(headers['last-modified']) };
    body.on('error', () => {}).destroy();
    return null;
  };
  return {
    learn: (request) => {
      pattern = patternOf(request);
    },
    get: async (key, abortSignal) => {
      if (pattern === null) return null;
      const answered = await ask(pattern, key, abortSignal).catch(() => null);
      if (answered === null) pattern = null;
      return answered;
    },
  };
};
