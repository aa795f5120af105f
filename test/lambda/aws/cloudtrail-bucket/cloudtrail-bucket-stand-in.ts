import type { IncomingMessage, ServerResponse } from 'node:http';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { S3Client } from '@aws-sdk/client-s3';
import { CLOUDTRAIL_BUCKET_CLIENT } from '../../../../lambda/aws/cloudtrail-bucket/cloudtrail-bucket-client';
import { CREDENTIALS, REGION } from '../../../../stand-ins/account';
import { listenOnLoopback } from '../../../../stand-ins/loopback-server';

export interface StoredObject {
  readonly bytes: Buffer;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Answered instead of the bytes. */
  readonly refusal?: { readonly status: number; readonly code: string };
  /** The connection is cut after this many bytes. */
  readonly cutAfter?: number;
  /** Sends the head and then nothing, until the client goes away. */
  readonly stalls?: boolean;
}

export interface ListedKey {
  readonly Fingerprint: string;
  readonly Value: string;
}

const xmlError = (code: string) =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;

/** S3 and CloudTrail on 127.0.0.1, as far as the search may use them; anything else is answered 501 and remembered. */
export const cloudTrailBucketStandIn = async (bucket: string) => {
  const objects = new Map<string, StoredObject>();
  const asked = {
    gets: [] as string[],
    lists: [] as string[],
    abandoned: [] as string[],
    surprises: [] as string[],
  };
  const answers: { listRefusal: { status: number; code: string } | null; publicKeys: ListedKey[] | null } = {
    listRefusal: null,
    publicKeys: [],
  };
  // Small, so that every listing of more than two keys is a listing of several pages.
  const pageSize = 2;

  const list = (query: URLSearchParams, response: ServerResponse) => {
    const prefix = query.get('prefix') ?? '';
    const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
    asked.lists.push(`${prefix} after ${after}`);
    if (answers.listRefusal !== null) {
      response.writeHead(answers.listRefusal.status).end(xmlError(answers.listRefusal.code));
      return;
    }
    const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
    const page = keys.slice(0, pageSize);
    const more = keys.length > page.length;
    response.end(
      `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>` +
        page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('') +
        (more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '') +
        '</ListBucketResult>',
    );
  };

  const get = (key: string, response: ServerResponse) => {
    asked.gets.push(key);
    const object = objects.get(key);
    const refusal = object === undefined ? { status: 404, code: 'NoSuchKey' } : object.refusal;
    if (object === undefined || refusal !== undefined) {
      response.writeHead(refusal?.status ?? 404).end(xmlError(refusal?.code ?? 'NoSuchKey'));
      return;
    }
    for (const [name, value] of Object.entries(object.metadata ?? {}))
      response.setHeader(`x-amz-meta-${name}`, value);
    response.setHeader('content-length', object.bytes.length);
    if (object.stalls) {
      response.on('close', () => asked.abandoned.push(key));
      response.flushHeaders();
    } else if (object.cutAfter !== undefined) {
      response.write(object.bytes.subarray(0, object.cutAfter), () => response.destroy());
    } else {
      response.end(object.bytes);
    }
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const target = request.headers['x-amz-target'];
    if (request.method === 'POST' && String(target).endsWith('.ListPublicKeys')) {
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      if (answers.publicKeys === null)
        response.writeHead(400).end('{"__type":"AccessDeniedException","message":"no"}');
      else response.end(JSON.stringify({ PublicKeyList: answers.publicKeys }));
    } else if (
      request.method === 'GET' &&
      url.searchParams.get('list-type') === '2' &&
      url.pathname === `/${bucket}/`
    ) {
      list(url.searchParams, response);
    } else if (request.method === 'GET' && url.pathname.startsWith(`/${bucket}/`)) {
      get(decodeURIComponent(url.pathname.slice(bucket.length + 2)), response);
    } else {
      asked.surprises.push(`${request.method} ${request.url} ${target ?? ''}`);
      response.writeHead(501).end(xmlError('NotImplemented'));
    }
  };

  const server = await listenOnLoopback(answer);
  const connection = { endpoint: server.url, region: REGION, credentials: CREDENTIALS, maxAttempts: 1 };
  const s3 = new S3Client({ ...connection, ...CLOUDTRAIL_BUCKET_CLIENT, forcePathStyle: true });
  const cloudtrail = new CloudTrailClient(connection);
  return {
    objects,
    asked,
    answers,
    s3,
    cloudtrail,
    close: () => {
      s3.destroy();
      cloudtrail.destroy();
      return server.close();
    },
  };
};
export type CloudTrailBucketStandIn = Awaited<ReturnType<typeof cloudTrailBucketStandIn>>;
