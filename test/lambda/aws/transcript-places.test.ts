import { Readable } from 'node:stream';
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { transcriptFinder } from '../../../lambda/aws/find-transcript';
import { transcriptLister } from '../../../lambda/aws/list-transcripts';
import { refuseForeignLists } from '../../../lambda/aws/refuse-foreign-lists';
import { DependencyUnavailableError, OutOfTimeError, SetupError } from '../../../lambda/reporter-error';
import { beginTime, type InvocationTime } from '../../../lambda/time';
import { openS3AndSqs, type S3AndSqs } from '../../../stand-ins/aws/s3-and-sqs';
import { at } from '../../stand-ins/aws/clients';
import { SESSION } from '../records';

const BUCKET = 'exec-logs';
const KEY = `infra-dev/${SESSION}.log`;
const NOW = new Date('2026-07-31T12:31:04Z');

let time: InvocationTime;
let stand: S3AndSqs;
let s3: S3Client;
beforeEach(async () => {
  time = beginTime(60_000);
  stand = await openS3AndSqs();
  stand.setClock(() => NOW);
  s3 = new S3Client(at(stand.url));
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
});
afterEach(async () => {
  time.end();
  await stand.close();
});
const put = (Key = KEY, Body = 'a transcript') =>
  s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));

/** A client whose requests all get this answer, which has no body, as none to HEAD has. */
const answered = (statusCode: number) => {
  const requestHandler = { handle: async () => ({ response: { statusCode, headers: {} } }) };
  return new S3Client({ ...at('http://127.0.0.1:1'), requestHandler });
};

describe('a transcript is found', () => {
  const find = (versionId: string | null = null, key = KEY, client = s3) =>
    transcriptFinder(client, time)({ bucket: BUCKET, key, versionId });

  it('in its newest version, without being read', async () => {
    await put(KEY, 'first');
    const { VersionId, ETag } = await put();
    expect(await find()).toEqual({
      bucket: BUCKET,
      key: KEY,
      versionId: VersionId,
      sizeBytes: 12,
      etag: ETag?.replaceAll('"', ''),
      uploadedAt: NOW,
      writerPrincipalId: null,
    });
  });

  it('in a version that was overwritten, or deleted without naming it', async () => {
    const { VersionId: first = '' } = await put(KEY, 'first');
    await put();
    await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: KEY }));
    expect(await find(first)).toMatchObject({ versionId: first, sizeBytes: 5 });
    expect(await find()).toBeNull();
  });

  it('not where there never was one, nor in a version that was itself deleted', async () => {
    expect(await find(null, 'infra-dev/other.log')).toBeNull();
    const { VersionId = '' } = await put();
    await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: KEY, VersionId }));
    expect(await find(VersionId)).toBeNull();
  });

  it('not in a version that is a delete marker, for which S3 answers 405', async () => {
    expect(await find('marker', KEY, answered(405))).toBeNull();
  });

  it.each([
    [403, SetupError],
    [503, DependencyUnavailableError],
  ])('or S3 answers %i, which is not "none"', async (status, kind) => {
    await expect(find(null, KEY, answered(status))).rejects.toThrow(kind);
  });

  it('or else the error says which permission makes S3 tell "forbidden" from "deleted"', async () => {
    await expect(find(null, KEY, answered(403))).rejects.toThrow(
      /s3:\/\/exec-logs\/infra-dev.*s3:ListBucket/,
    );
  });

  it('not any more once the time is up', async () => {
    time.end();
    await expect(find()).rejects.toThrow(OutOfTimeError);
  });
});

describe('transcripts are listed', () => {
  const list = async (prefix: string, startAfter: string | null = null, client = s3) => {
    const pages = [];
    const lister = transcriptLister(client, { bucket: BUCKET, prefix }, time);
    for await (const page of lister(startAfter)) pages.push(page);
    return pages;
  };
  const keysOf = (pages: Awaited<ReturnType<typeof list>>) => pages.flat().map(({ key }) => key);
  const keyOf = (folder: string, number: number) =>
    `${folder}/ecs-execute-command-${String(number).padStart(17, '0')}.log`;

  it('below the prefix only, and nothing that is not one', async () => {
    for (const key of [KEY, 'infra-dev/notes.txt', 'infra-dev/alice-0123456789abcdef0.log', keyOf('prod', 1)])
      await put(key);
    expect(keysOf(await list('infra-dev/'))).toEqual([KEY]);
    expect(keysOf(await list(''))).toEqual([KEY, keyOf('prod', 1)]);
  });

  it('with what S3 says of them, which is neither the version nor who wrote them', async () => {
    const { ETag } = await put();
    expect((await list(''))[0]).toEqual([
      {
        bucket: BUCKET,
        key: KEY,
        versionId: null,
        sizeBytes: 12,
        etag: ETag?.replaceAll('"', ''),
        uploadedAt: NOW,
        writerPrincipalId: null,
      },
    ]);
  });

  it('after a key, in the order of S3', async () => {
    for (const number of [3, 1, 2]) await put(keyOf('prod', number));
    expect(keysOf(await list('', keyOf('prod', 1)))).toEqual([keyOf('prod', 2), keyOf('prod', 3)]);
  });

  const listing = (xml: string) => {
    const handle = async () => ({ response: { statusCode: 200, headers: {}, body: Readable.from([xml]) } });
    return new S3Client({ ...at('http://127.0.0.1:1'), requestHandler: { handle } });
  };

  it('no further once a continuation token comes twice', async () => {
    const client = listing(
      '<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>one</NextContinuationToken></ListBucketResult>',
    );
    await expect(list('', null, client)).rejects.toThrow(DependencyUnavailableError);
  });

  it.each(['<html><body>Please sign in</body></html>', '<ListBucketResult></ListBucketResult>'])(
    'but not from %s, which is not a list of S3',
    async (page) => {
      const client = refuseForeignLists(listing(page));
      await expect(list('infra-dev/', null, client)).rejects.toThrow(/infra-dev\/ answered without a list/);
    },
  );

  it('page by page, to the last, pages without any included', async () => {
    const pageOf = (key: string, next: string) =>
      `<ListBucketResult><IsTruncated>${next !== ''}</IsTruncated>${next}<Contents><Key>${key}</Key>` +
      `<LastModified>2026-07-31T12:31:04.000Z</LastModified><Size>1</Size></Contents></ListBucketResult>`;
    const token = (name: string) => `<NextContinuationToken>${name}</NextContinuationToken>`;
    const pages = [pageOf('a.txt', token('two')), pageOf('b.txt', token('three')), pageOf(KEY, '')];
    const asked: unknown[] = [];
    const handle = async ({ query }: { readonly query: unknown }) => {
      asked.push(query);
      const body = Readable.from([Buffer.from(pages.shift() ?? '')]);
      return { response: { statusCode: 200, headers: { 'content-type': 'application/xml' }, body } };
    };
    const client = new S3Client({ ...at('http://127.0.0.1:1'), requestHandler: { handle } });
    expect((await list('a', 'a/0', client)).map((page) => page.length)).toEqual([0, 0, 1]);
    expect(asked).toMatchObject([
      { prefix: 'a', 'start-after': 'a/0' },
      { prefix: 'a', 'continuation-token': 'two' },
      { prefix: 'a', 'continuation-token': 'three' },
    ]);
  });

  it.each([
    [403, SetupError],
    [503, DependencyUnavailableError],
  ])('or S3 answers %i, which is not the end of the list', async (status, kind) => {
    await expect(list('', null, answered(status))).rejects.toThrow(kind);
  });
});
