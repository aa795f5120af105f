import { refusalOf, s3Error } from '../../../stand-ins/aws/s3-refusals';
import { md5Of } from '../../../stand-ins/md5';
import type { Answer, Call } from '../engine/gateway';

/** One version of an object. */
export interface ObjectVersion {
  readonly key: string;
  readonly versionId: string;
  readonly bytes: Buffer;
  /** Milliseconds since 1970. */
  readonly uploadedAt: number;
  /** Without quotes. */
  readonly etag: string;
}

/** The transcript bucket, with versions. */
export interface Bucket {
  readonly name: string;
  readonly put: (key: string, bytes: Buffer) => ObjectVersion;
  readonly answer: (call: Call) => Answer;
  /** Changes the bytes of all versions behind S3's back. @returns what undoes it */
  readonly tamper: (key: string, bytes: Buffer) => () => void;
}

const xml = (content: string): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${content}`,
});

const byKey = (one: ObjectVersion, other: ObjectVersion): number => (one.key < other.key ? -1 : 1);

export const openBucket = (name: string, now: () => number): Bucket => {
  let uploads = 0;
  const ofKey = new Map<string, ObjectVersion[]>();

  const list = (query: URLSearchParams): Answer => {
    const prefix = query.get('prefix') ?? '';
    const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
    const most = Math.min(1000, Number(query.get('max-keys') ?? 1000));
    const found = [...ofKey.values()]
      .flatMap((all) => all.at(-1) ?? [])
      .filter(({ key }) => key.startsWith(prefix) && key > after)
      .sort(byKey);
    const page = found.slice(0, most);
    const next = found.length > most ? (page.at(-1)?.key ?? '') : '';
    const contents = page.map(
      ({ key, uploadedAt, etag, bytes }) =>
        `<Contents><Key>${key}</Key><LastModified>${new Date(uploadedAt).toISOString()}</LastModified>` +
        `<ETag>&quot;${etag}&quot;</ETag><Size>${bytes.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
    );
    return xml(
      `<ListBucketResult><Name>${name}</Name><Prefix>${prefix}</Prefix><KeyCount>${page.length}</KeyCount>` +
        `<MaxKeys>${most}</MaxKeys><IsTruncated>${next !== ''}</IsTruncated>` +
        `${next === '' ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`}${contents.join('')}</ListBucketResult>`,
    );
  };
  const read = ({ method, headers }: Call, key: string, versionId: string | null): Answer => {
    const all = ofKey.get(key) ?? [];
    const version = versionId === null ? all.at(-1) : all.find((one) => one.versionId === versionId);
    if (version === undefined)
      return s3Error(404, versionId === null ? 'NoSuchKey' : 'NoSuchVersion', 'It does not exist.');
    const { 'if-match': etag = `"${version.etag}"` } = headers;
    if (etag !== `"${version.etag}"`)
      return s3Error(
        412,
        'PreconditionFailed',
        'At least one of the preconditions you specified did not hold.',
      );
    return {
      status: 200,
      headers: {
        etag: `"${version.etag}"`,
        'x-amz-version-id': version.versionId,
        'last-modified': new Date(version.uploadedAt).toUTCString(),
        'content-type': 'text/plain',
        // Of a HEAD as well, which has no body.
        'content-length': String(version.bytes.length),
      },
      body: method === 'HEAD' ? '' : version.bytes,
    };
  };
  return {
    name,
    put: (key, bytes) => {
      uploads += 1;
      const version = { key, versionId: `v${uploads}`, bytes, uploadedAt: now(), etag: md5Of(bytes) };
      ofKey.set(key, [...(ofKey.get(key) ?? []), version]);
      return version;
    },
    tamper: (key, bytes) => {
      const were = ofKey.get(key) ?? [];
      ofKey.set(
        key,
        were.map((version) => ({ ...version, bytes })),
      );
      return () => void ofKey.set(key, were);
    },
    answer: (call) => {
      const { method, url } = call;
      const refused = refusalOf(call);
      if (refused !== null) return refused;
      const { pathname, searchParams } = new URL(url, 'http://s3');
      const [, bucket = '', ...rest] = pathname.split('/').map(decodeURIComponent);
      const key = rest.join('/');
      if (bucket !== name) return s3Error(404, 'NoSuchBucket', 'The specified bucket does not exist');
      if (method === 'GET' && key === '') return list(searchParams);
      if (method === 'GET' || method === 'HEAD') return read(call, key, searchParams.get('versionId'));
      return s3Error(501, 'NotImplemented', `This stand-in has no ${method} ${url}`);
    },
  };
};
