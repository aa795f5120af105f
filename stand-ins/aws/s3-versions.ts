import { randomBytes } from 'node:crypto';
import type { HttpRequest, HttpResponse } from './http-message';
import type { CreatedObject } from './s3-notification';
import { s3Error } from './s3-refusals';

interface Version {
  readonly id: string | null;
  /** With quotes, as S3 answers it. */
  readonly etag: string;
  readonly createdAt: Date;
  readonly bytes: Buffer;
}

/** What S3 says of an object to GET and to HEAD. */
const headersOf = ({ id, etag, createdAt, bytes }: Version) => ({
  etag,
  'last-modified': createdAt.toUTCString(),
  'content-length': bytes.length,
  'content-type': 'text/plain',
  ...(id !== null && { 'x-amz-version-id': id }),
});

/** The object a URL names; null when it names a bucket, or a queue. */
const objectOf = (url: string) => {
  const [, bucket = '', ...key] = new URL(url, 'http://s3').pathname.split('/').map(decodeURIComponent);
  return key.length === 0 || key.join('/') === '' ? null : { bucket, key: key.join('/') };
};

const howCreated = ({ method, url, headers }: HttpRequest): CreatedObject['how'] | null => {
  const { searchParams } = new URL(url, 'http://s3');
  if (method === 'POST' && searchParams.has('uploadId')) return 'CompleteMultipartUpload';
  if (method !== 'PUT' || searchParams.has('partNumber')) return null;
  return headers['x-amz-copy-source'] === undefined ? 'Put' : 'Copy';
};

/** Whether buckets keep versions. A suspended bucket keeps a single one, whose id is `null`. */
export type Versioning = 'enabled' | 'suspended' | 'never';

/** Every version of every object, as far as its bucket keeps them. */
export const versionStore = () => {
  const objects = new Map<string, readonly Version[]>();
  let versioning: Versioning = 'enabled';

  /** The answer to a request for one version, or for the newest under a condition; null when that is simply to be read. */
  const answerVersion = ({
    method,
    url,
    headers: { 'if-match': etag },
  }: HttpRequest): HttpResponse | null => {
    const object = objectOf(url);
    const id = new URL(url, 'http://s3').searchParams.get('versionId');
    if (object === null) return null;
    const name = `${object.bucket}/${object.key}`;
    // Where versions are kept, it would leave a delete marker.
    if (method === 'DELETE' && id === null && versioning !== 'enabled') objects.delete(name);
    if (id === null && etag === undefined) return null;
    const versions = objects.get(name) ?? [];
    const version = id === null ? versions.at(-1) : versions.find((candidate) => candidate.id === id);
    if (version === undefined && id === null)
      return s3Error(404, 'NoSuchKey', 'The specified key does not exist.');
    if (version === undefined) return s3Error(404, 'NoSuchVersion', 'The specified version does not exist.');
    if (etag !== undefined && etag !== version.etag)
      return s3Error(
        412,
        'PreconditionFailed',
        'At least one of the preconditions you specified did not hold.',
      );
    if (method === 'GET') return { status: 200, headers: headersOf(version), body: version.bytes };
    if (method === 'HEAD') return { status: 200, headers: headersOf(version), body: Buffer.alloc(0) };
    if (method === 'DELETE' && version !== versions.at(-1)) {
      objects.set(
        name,
        versions.filter((other) => other !== version),
      );
      return { status: 204, headers: {}, body: Buffer.alloc(0) };
    }
    if (method !== 'DELETE' || versions.length > 1)
      return s3Error(501, 'NotImplemented', `This stand-in has no ${method} of one of several versions`);
    objects.delete(name);
    return null;
  };

  /** Keeps what an answered request created, if it created an object. `read` reads the object back. */
  const keep = async (
    asked: HttpRequest,
    answered: HttpResponse,
    read: (path: string) => Promise<HttpResponse>,
    createdAt: Date,
  ): Promise<Omit<CreatedObject, 'at'> | null> => {
    const object = objectOf(asked.url);
    const how = howCreated(asked);
    if (object === null || how === null || answered.status !== 200) return null;
    const { headers, body: bytes } = await read(new URL(asked.url, 'http://s3').pathname);
    const id = {
      enabled: randomBytes(24).toString('base64url'),
      suspended: 'null',
      never: null,
    }[versioning];
    const version = { id, etag: String(headers.etag), createdAt, bytes };
    const name = `${object.bucket}/${object.key}`;
    objects.set(name, versioning === 'enabled' ? [...(objects.get(name) ?? []), version] : [version]);
    const etag = version.etag.replaceAll('"', '');
    return { ...object, versionId: version.id, sizeBytes: bytes.length, etag, how };
  };

  /** An answer about the newest version, or a list of them, with what fauxqs does not know: version ids, and our clock. */
  const complete = ({ method, url }: HttpRequest, answered: HttpResponse): HttpResponse => {
    const object = objectOf(url);
    if (method === 'HEAD' && object !== null && answered.status === 200) {
      const version = objects.get(`${object.bucket}/${object.key}`)?.at(-1);
      return version === undefined ? answered : { ...answered, headers: headersOf(version) };
    }
    const { pathname, searchParams } = new URL(url, 'http://s3');
    if (method !== 'GET' || !searchParams.has('list-type')) return answered;
    const bucket = pathname.split('/')[1] ?? '';
    const timeOf = (key: string) => objects.get(`${bucket}/${key}`)?.at(-1)?.createdAt;
    const body = answered.body
      .toString()
      .replace(
        /(<Key>([^<]*)<\/Key>(?:(?!<\/Contents>).)*<LastModified>)([^<]*)/g,
        (_, before: string, key: string, time: string) => before + (timeOf(key)?.toISOString() ?? time),
      );
    return { ...answered, body: Buffer.from(body) };
  };

  return {
    answerVersion,
    complete,
    keep,
    versioning: (): Versioning => versioning,
    setVersioning: (to: Versioning): void => {
      versioning = to;
    },
  };
};
