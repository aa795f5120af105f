import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { type LoopbackServer, listenOnLoopback, readBody } from '../loopback-server';
import type { HttpRequest, HttpResponse } from './http-message';
import { withOwnAddress } from './queue-address';
import { type CreatedObject, objectCreatedMessage, testMessage } from './s3-notification';
import { refusalOf } from './s3-refusals';
import { type Versioning, versionStore } from './s3-versions';

/** One entry of a bucket's notification configuration. */
export interface Notification {
  readonly id: string;
  readonly bucket: string;
  readonly queueUrl: string;
  readonly prefix: string;
  readonly suffix: string;
}

/** A `ChangeMessageVisibility` call. */
export interface VisibilityChange {
  readonly receiptHandle: string;
  readonly seconds: number;
}

/** S3 and SQS behind one address. */
export interface S3AndSqs extends LoopbackServer {
  /** From now on the queue is notified of the bucket's `ObjectCreated` events; S3's test message goes first. */
  readonly notify: (notification: Notification) => Promise<void>;
  /** Oldest first. */
  readonly visibilityChanges: readonly VisibilityChange[];
  /** The time S3 puts into its notifications, and gives to what is uploaded; the real time unless set. */
  readonly setClock: (now: () => Date) => void;
  /** Who wrote what is uploaded from now on, as `CreatedObject` has it. */
  readonly setWriter: (writerPrincipalId: CreatedObject['writerPrincipalId']) => void;
  /** Whether buckets keep versions, from now on; they do unless told otherwise. */
  readonly setVersioning: (versioning: Versioning) => void;
  /** From now on an object whose key contains this is sent half, and then nothing; null ends that. */
  readonly stall: (keyPart: string | null) => void;
}

const ChangeMessageVisibility = v.object({ ReceiptHandle: v.string(), VisibilityTimeout: v.number() });

// What S3 does by itself is signed by S3.
const BY_S3 = { authorization: 'AWS4-HMAC-SHA256 Credential=s3/20261121/eu-central-1/s3/aws4_request' };

/** fauxqs takes requests without a socket, so that what it lacks can be done before and after. */
const openFauxqs = async () => {
  // Not a static import: the package has no entry for `require`, which is what tsx makes of one.
  const { buildApp } = await import('fauxqs');
  const app: FastifyInstance = buildApp({ logger: false, defaultRegion: 'eu-central-1' });
  return async ({ method, url, headers, body }: HttpRequest): Promise<HttpResponse> => {
    const { 'transfer-encoding': _chunked, ...kept } = headers;
    const answer = await app.inject({
      method: v.parse(v.picklist(['GET', 'HEAD', 'PUT', 'POST', 'DELETE']), method),
      url,
      headers: kept,
      payload: body,
    });
    return { status: answer.statusCode, headers: answer.headers, body: answer.rawPayload };
  };
};

/**
 * S3 and SQS by fauxqs, which knows neither versions nor notifications. Both are added here, for objects: each one gets a
 * version id, and the queue is notified before the upload is answered, where S3 takes seconds.
 */
export const openS3AndSqs = async (): Promise<S3AndSqs> => {
  const fauxqs = withOwnAddress(await openFauxqs());
  const versions = versionStore();
  const notifications: Notification[] = [];
  const visibilityChanges: VisibilityChange[] = [];
  let now = () => new Date();
  let writerPrincipalId: CreatedObject['writerPrincipalId'];
  let stalled: string | null = null;

  const send = async (queueUrl: string, message: string): Promise<void> => {
    const { status, body } = await fauxqs({
      method: 'POST',
      url: '/',
      headers: {
        ...BY_S3,
        host: new URL(queueUrl).host,
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'AmazonSQS.SendMessage',
      },
      body: Buffer.from(JSON.stringify({ QueueUrl: queueUrl, MessageBody: message })),
    });
    if (status !== 200) throw new Error(`S3 could not send to ${queueUrl}: ${body}`);
  };
  const notifyQueues = async (created: Omit<CreatedObject, 'at'>): Promise<void> => {
    for (const { id, bucket, queueUrl, prefix, suffix } of notifications) {
      if (bucket === created.bucket && created.key.startsWith(prefix) && created.key.endsWith(suffix))
        await send(queueUrl, objectCreatedMessage(id, { ...created, at: now(), writerPrincipalId }));
    }
  };
  const noteVisibility = ({ headers, body }: HttpRequest): void => {
    if (headers['x-amz-target'] !== 'AmazonSQS.ChangeMessageVisibility') return;
    const change = v.parse(ChangeMessageVisibility, JSON.parse(body.toString()));
    visibilityChanges.push({ receiptHandle: change.ReceiptHandle, seconds: change.VisibilityTimeout });
  };
  const read = (url: string) => fauxqs({ method: 'GET', url, headers: BY_S3, body: Buffer.alloc(0) });
  const answer = async (asked: HttpRequest): Promise<HttpResponse> => {
    const early = refusalOf(asked) ?? versions.answerVersion(asked);
    if (early !== null) return early;
    noteVisibility(asked);
    const answered = await fauxqs(asked);
    const created = await versions.keep(asked, answered, read, now());
    if (created === null) return versions.complete(asked, answered);
    await notifyQueues(created);
    const { versionId } = created;
    return versionId === null
      ? answered
      : { ...answered, headers: { ...answered.headers, 'x-amz-version-id': versionId } };
  };

  const server = await listenOnLoopback(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const {
      status,
      headers: answered,
      body,
    } = await answer({ method, url, headers, body: await readBody(request) });
    const length = method === 'HEAD' ? answered['content-length'] : body.length;
    response.writeHead(status, { ...answered, 'content-length': length ?? 0 });
    if (stalled !== null && method === 'GET' && url.includes(stalled))
      response.write(body.subarray(0, body.length / 2));
    else response.end(body);
  });
  return {
    ...server,
    notify: async (notification) => {
      await send(notification.queueUrl, testMessage(notification.bucket, now()));
      notifications.push(notification);
    },
    visibilityChanges,
    setClock: (clock) => {
      now = clock;
    },
    setWriter: (writer) => {
      writerPrincipalId = writer;
    },
    setVersioning: versions.setVersioning,
    stall: (keyPart) => {
      stalled = keyPart;
    },
  };
};
