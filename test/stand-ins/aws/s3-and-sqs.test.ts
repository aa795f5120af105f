import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { openS3AndSqs, type S3AndSqs } from '../../../stand-ins/aws/s3-and-sqs';
import { at, refusalOf } from './clients';

describe("S3's and SQS's stand-in", () => {
  const Bucket = 'exec-logs';
  let stand: S3AndSqs;
  let s3: S3Client;
  let sqs: SQSClient;
  let QueueUrl = '';
  beforeEach(async () => {
    stand = await openS3AndSqs();
    s3 = new S3Client(at(stand.url));
    sqs = new SQSClient(at(stand.url));
    await s3.send(new CreateBucketCommand({ Bucket }));
    ({ QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'transcripts' })));
  });
  afterEach(() => stand.close());

  const notify = () =>
    stand.notify({ id: 'exec', bucket: Bucket, queueUrl: QueueUrl, prefix: 'prod env/', suffix: '.log' });
  const received = async (): Promise<unknown[]> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    return Messages.map(({ Body = '' }) => JSON.parse(Body));
  };
  const put = (Key: string, Body = 'text') => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  const get = async (Key: string, VersionId?: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
    return Body?.transformToString();
  };

  it('sends a test event when a notification is configured', async () => {
    await notify();
    expect(await received()).toMatchObject([{ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket }]);
  });

  it('notifies the queue of what is created under the prefix with the suffix, its key encoded as in a form', async () => {
    await notify();
    await received();
    const { VersionId, ETag } = await put('prod env/a+ü.log');
    await put('prod env/a.txt');
    await put('other/a.log');
    const object = {
      key: 'prod+env/a%2B%C3%BC.log',
      size: 4,
      versionId: VersionId,
      eTag: ETag?.replaceAll('"', ''),
    };
    expect(await received()).toMatchObject([
      { Records: [{ eventName: 'ObjectCreated:Put', s3: { bucket: { name: Bucket }, object } }] },
    ]);
  });

  it('notifies the queue of a multipart upload once, when it is complete', async () => {
    await notify();
    await received();
    const Key = 'prod env/large.log';
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const { ETag } = await s3.send(
      new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'part one' }),
    );
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
    expect(await received()).toMatchObject([
      { Records: [{ eventName: 'ObjectCreated:CompleteMultipartUpload', s3: { object: { size: 8 } } }] },
    ]);
    expect(await get(Key)).toBe('part one');
  });

  it('keeps the version that was overwritten, and the one that was deleted', async () => {
    const { VersionId: first } = await put('a.log', 'one');
    const { VersionId: second } = await put('a.log', 'two');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a.log' }));
    expect(await refusalOf(get('a.log'))).toBe('NoSuchKey');
    expect([await get('a.log', first), await get('a.log', second)]).toEqual(['one', 'two']);
  });

  it('knows no version that was deleted itself', async () => {
    const { VersionId } = await put('a.log');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a.log', VersionId }));
    expect(await refusalOf(get('a.log', VersionId))).toBe('NoSuchVersion');
    expect(await refusalOf(get('a.log'))).toBe('NoSuchKey');
  });

  it('describes an object, or one version of it, and lists objects, by its own clock', async () => {
    const head = (VersionId?: string) => s3.send(new HeadObjectCommand({ Bucket, Key: 'a.log', VersionId }));
    const [first, second] = [new Date('2026-07-30T12:00:00Z'), new Date('2026-07-31T12:00:00Z')];
    stand.setClock(() => first);
    const { VersionId } = await put('a.log', 'one');
    stand.setClock(() => second);
    await put('a.log', 'number two');
    expect(await head(VersionId)).toMatchObject({ VersionId, ContentLength: 3, LastModified: first });
    expect(await head()).toMatchObject({ ContentLength: 10, LastModified: second });
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents).toMatchObject([{ Key: 'a.log', Size: 10, LastModified: second }]);
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a.log', VersionId }));
    expect(await refusalOf(head(VersionId))).toBe('NotFound');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a.log' }));
    expect(await refusalOf(head())).toBe('NotFound');
  });

  it('refuses an unsigned request, and an operation it does not have', async () => {
    expect((await fetch(`${stand.url}/${Bucket}/a.log`)).status).toBe(403);
    const authorization = 'AWS4-HMAC-SHA256 Credential=AKIA/20261121/eu-central-1/s3/aws4_request';
    const acl = await fetch(`${stand.url}/${Bucket}/a.log?acl`, { headers: { authorization } });
    expect(acl.status).toBe(501);
  });
});
