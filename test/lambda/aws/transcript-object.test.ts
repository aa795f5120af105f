import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { transcriptFetcher } from '../../../lambda/aws/fetch-transcript';
import { DependencyUnavailableError } from '../../../lambda/reporter-error';
import { beginTime, type InvocationTime } from '../../../lambda/time';
import { at } from '../../stand-ins/aws/clients';
import { transcriptRef } from '../records';

let time: InvocationTime;
beforeEach(() => {
  time = beginTime(60_000);
});
afterEach(() => time.end());

const CONTENT = '# ls\r\n';
const HEADERS = { 'content-length': String(CONTENT.length), etag: '"e"', 'x-amz-version-id': 'v1' };

/** What comes of a transcript of version v1 when S3 answers so. */
const fetched = (statusCode: number, headers: Readonly<Record<string, string>>, content = CONTENT) => {
  const requestHandler = {
    handle: async () => ({ response: { statusCode, headers, body: Readable.from([Buffer.from(content)]) } }),
  };
  const s3 = new S3Client({ ...at('http://127.0.0.1:1'), requestHandler, maxAttempts: 1 });
  return transcriptFetcher(s3, time, false, () => {})(transcriptRef({ versionId: 'v1' }));
};
const without = (name: keyof typeof HEADERS) =>
  Object.fromEntries(Object.entries(HEADERS).filter(([each]) => each !== name));

describe('what is answered for a transcript', () => {
  it('is the transcript when S3 says of which object it is', async () => {
    expect(await fetched(200, HEADERS)).toMatchObject({
      kind: 'read',
      etag: 'e',
      versionId: 'v1',
      sizeBytes: 6,
    });
  });

  it.each([
    [
      'a part of it',
      206,
      { ...HEADERS, 'content-range': 'bytes 0-5/3000000' },
      'with a part of it (bytes 0-5/3000000)',
    ],
    ['another version', 200, { ...HEADERS, 'x-amz-version-id': 'v2' }, 'with version v2, asked for v1'],
    ['something without an ETag, such as a page', 200, without('etag'), 'without an ETag'],
    ['something that may break off unnoticed', 200, without('content-length'), 'without its length'],
    ['a 404 that does not come from S3', 404, {}, 'answered 404 without a code'],
    [
      'other bytes than its checksum is of',
      200,
      { ...HEADERS, 'x-amz-checksum-crc32': 'AAAAAA==' },
      'sent other bytes than its checksum is of',
    ],
  ])('is waited for anew when it is %s', async (_, statusCode, headers, says) => {
    const content = statusCode === 404 ? '' : CONTENT;
    const failure = await fetched(statusCode, headers, content).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DependencyUnavailableError);
    expect(String(failure)).toContain(says);
  });

  it.each(['NoSuchKey', 'NoSuchVersion'])('says that it is gone, with %s', async (code) => {
    const page = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>gone</Message></Error>`;
    expect(await fetched(404, { 'content-type': 'application/xml' }, page)).toMatchObject({ kind: 'gone' });
  });
});
