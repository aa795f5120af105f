import { createHash, createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { CLOUDTRAIL_BUCKET_CLIENT } from '../../../../lambda/aws/cloudtrail-bucket/cloudtrail-bucket-client';
import { listKeys } from '../../../../lambda/aws/cloudtrail-bucket/list-keys';
import { repeatedRequest } from '../../../../lambda/aws/cloudtrail-bucket/repeated-request';

const CREDENTIALS = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'example', sessionToken: 'token' };
const LISTING = '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>';
const OBJECT = { status: 200, headers: { 'last-modified': 'Fri, 31 Jul 2026 12:30:07 GMT' }, body: 'bytes' };

interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}
type Answering = (request: HttpRequest) => Answer | Promise<Answer>;

const isListing = ({ query }: HttpRequest) => query['list-type'] === '2';

/** A bucket that was listed once; S3 answers requests for objects so. */
const listedBucket = async (answer: Answering, config: object = {}) => {
  const asked: HttpRequest[] = [];
  const s3 = new S3Client({
    region: 'eu-central-1',
    credentials: CREDENTIALS,
    maxAttempts: 1,
    ...CLOUDTRAIL_BUCKET_CLIENT,
    ...config,
    requestHandler: {
      handle: async (request: HttpRequest) => {
        asked.push(request);
        const { status, headers = {}, body = '' } = await answer(request);
        return {
          response: new HttpResponse({
            statusCode: status,
            headers,
            body: Readable.from([Buffer.from(body)]),
          }),
        };
      },
    },
  });
  const repeated = repeatedRequest(s3);
  const { signal } = new AbortController();
  const list = async () => {
    for await (const key of listKeys({ s3, bucket: 'trail', repeated }, '', null, signal))
      expect(key).toBe('');
  };
  await list();
  const [listing] = asked.splice(0).slice(-1);
  return { asked, list, listing, get: (key: string) => repeated.get(key, signal) };
};
const answering =
  (object: Answer): Answering =>
  (request) =>
    isListing(request) ? { status: 200, body: LISTING } : object;

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
const signatureOf = ({ method, path, headers }: HttpRequest, region: string): string => {
  const [, signed = ''] = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '') ?? [];
  const canonical = signed.split(';').map((name) => `${name}:${headers[name]}\n`);
  const empty = createHash('sha256').update('').digest('hex');
  const request = [method, path, '', canonical.join(''), signed, empty].join('\n');
  const time = headers['x-amz-date'] ?? '';
  const scope = [time.slice(0, 8), region, 's3', 'aws4_request'];
  const hash = createHash('sha256').update(request).digest('hex');
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${CREDENTIALS.secretAccessKey}`);
  return hmac(key, ['AWS4-HMAC-SHA256', time, scope.join('/'), hash].join('\n')).toString('hex');
};

describe('an object of a bucket that was listed is requested as the listing was', () => {
  const KEY = "audit (eu)/it's/AWSLogs/a+b=ü.json.gz";
  const PATH = '/audit%20%28eu%29/it%27s/AWSLogs/a%2Bb%3D%C3%BC.json.gz';

  it.each([
    ['from its own host name', {}, 'trail.s3.eu-central-1.amazonaws.com', PATH],
    ['from a path', { forcePathStyle: true }, 's3.eu-central-1.amazonaws.com', `/trail${PATH}`],
  ])('%s, signed', async (_, config, hostname, path) => {
    const { asked, get, listing } = await listedBucket(answering(OBJECT), config);
    const object = await get(KEY);
    expect(object?.lastModified).toEqual(new Date('2026-07-31T12:30:07Z'));
    expect(await object?.body.toArray()).toEqual([Buffer.from('bytes')]);
    expect(asked).toMatchObject([{ method: 'GET', protocol: 'https:', hostname, path, query: {} }]);
    const { headers } = asked[0] ?? new HttpRequest({});
    expect(headers).toMatchObject({ host: hostname, 'x-amz-security-token': 'token' });
    expect(headers['user-agent']).toBe(listing?.headers['user-agent']);
    const signature = signatureOf(asked[0] ?? new HttpRequest({}), 'eu-central-1');
    expect(headers.authorization).toMatch(/SignedHeaders=host;.*x-amz-security-token/);
    expect(headers.authorization).toContain(`Signature=${signature}`);
  });

  it('from the region that S3 sent the listing to', async () => {
    const elsewhere = 'trail.s3.us-west-2.amazonaws.com';
    const { asked, get } = await listedBucket((request) =>
      request.hostname === elsewhere
        ? answering(OBJECT)(request)
        : { status: 301, headers: { 'x-amz-bucket-region': 'us-west-2' } },
    );
    expect(await get('key')).not.toBeNull();
    expect(asked).toMatchObject([{ hostname: elsewhere }]);
    const [request = new HttpRequest({})] = asked;
    expect(request.headers.authorization).toContain(`Signature=${signatureOf(request, 'us-west-2')}`);
  });

  it('with its metadata', async () => {
    const headers = { 'x-amz-meta-signature': 'abc', 'x-amz-meta-signature-algorithm': 'SHA256withRSA' };
    const { get } = await listedBucket(answering({ ...OBJECT, headers }));
    expect(await get('key')).toMatchObject({
      metadata: { signature: 'abc', 'signature-algorithm': 'SHA256withRSA' },
      lastModified: null,
    });
  });
});

describe('what is not an object is left to the client', () => {
  const broken = () => Promise.reject(new Error('reset'));
  const answers: readonly (readonly [string, Answering])[] = [
    ...[204, 206, 301, 304, 307, 400, 403, 404, 412, 416, 429, 500, 503].map(
      (status) => [`an answer ${status}`, () => ({ status, body: 'x' })] as const,
    ),
    ['no answer', broken],
  ];
  it.each(answers)('%s, and so is every object after it until the next listing', async (_, answer) => {
    let well = false;
    const { asked, get, list } = await listedBucket((request) =>
      isListing(request) ? { status: 200, body: LISTING } : well ? OBJECT : answer(request),
    );
    expect(await get('one')).toBeNull();
    well = true;
    expect(await get('two')).toBeNull();
    expect(asked.map(({ path }) => path)).toEqual(['/one']);
    await list();
    expect(await get('two')).not.toBeNull();
  });

  it('every object where nothing was listed, or not with a signature of the usual kind', async () => {
    const { asked, get } = await listedBucket(answering(OBJECT), {
      signer: { sign: async (to: object) => to },
    });
    expect(await get('one')).toBeNull();
    expect(asked).toEqual([]);
  });
});
