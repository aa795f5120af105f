import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { awsSources } from '../../verify/aws-sources';
import { UncheckableError } from '../../verify/sources';
import { DAYS, logFileKey, openWorld } from './verified-world';

const [, QUIET] = DAYS;
const environment = { ...process.env };
// The test opens AWS and Kosli.
jest.setTimeout(60_000);
afterEach(() => {
  process.env = { ...environment };
});

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});
/** AWS, as it answers here. */
const answerAs = async (answer: (response: ServerResponse) => void): Promise<void> => {
  const server = createServer((_request, response) => answer(response));
  closing.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.AWS_ACCESS_KEY_ID = 'AKIAEXAMPLE';
  process.env.AWS_SECRET_ACCESS_KEY = 'example';
};

it('a connection that breaks inside an object shows nothing of what the object is', async () => {
  await answerAs((response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('the beginning', () => response.destroy());
  });
  const read = async () => {
    const place = { bucket: 'transcripts', key: 'a.log', versionId: null };
    const body = await awsSources('eu-central-1', null).transcript(place);
    for await (const _ of body ?? []);
  };
  await expect(read()).rejects.toThrow(UncheckableError);
  await expect(read()).rejects.toThrow('S3 GetObject of s3://transcripts/a.log failed');
});

it.each([
  ['cut off', { CloudTrailEvent: '{"tokenValue":"AAEAAd"' }],
  ['left out', {}],
  ['that of another call', { CloudTrailEvent: '{"eventName":"Decrypt","tokenValue":"AAEAAd"}' }],
])('an event whose record is %s is not taken for one without a session', async (_, event) => {
  await answerAs((response) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify({ Events: [{ EventId: 'event-1', ...event }] }));
  });
  const events: unknown[] = [];
  for await (const each of awsSources('eu-central-1', null).history('ExecuteCommand', QUIET))
    events.push(each);
  expect(events).toEqual([{ unreadableEvent: 'event-1' }]);
});

it.each([
  ['calls', 'LookupEvents', { Events: [], NextToken: 'again' }],
  ['public keys', 'ListPublicKeys', { PublicKeyList: [], NextToken: 'again' }],
])('a list of %s that begins anew is not read round and round', async (_, operation, page) => {
  await answerAs((response) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(page));
  });
  const { history, cloudTrail } = awsSources('eu-central-1', 'acme-cloudtrail');
  const read = async () => {
    if (operation === 'ListPublicKeys') await cloudTrail?.publicKeys(new Date(0), new Date());
    else for await (const _event of history('ExecuteCommand', QUIET));
  };
  await expect(read()).rejects.toThrow(UncheckableError);
  await expect(read()).rejects.toThrow(operation);
});

it('a list of log files that begins anew is not read round and round', async () => {
  await answerAs((response) => {
    response.writeHead(200, { 'content-type': 'application/xml' });
    response.end(
      '<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>again</NextContinuationToken></ListBucketResult>',
    );
  });
  const read = async () => {
    for await (const _key of awsSources('eu-central-1', 'acme-cloudtrail').cloudTrail?.list('AWSLogs/') ??
      []);
  };
  await expect(read()).rejects.toThrow(
    'acme-cloudtrail/AWSLogs/ was not read to its end: a page token came twice',
  );
});

it('a log file that was cut off is not taken for one without calls', async () => {
  const world = await openWorld();
  Object.assign(process.env, world.endpoints);
  const Key = logFileKey(QUIET, '1300');
  const Body = gzipSync('{"Records":[{"eventName":"Decrypt"},{"eventNa');
  await world.s3.send(new PutObjectCommand({ Bucket: world.cloudTrailBucket, Key, Body }));
  const { code, said } = await world.verify(...world.withBucket);
  await world.close();
  expect([code, said]).toEqual([2, expect.stringContaining('this log file cannot be read')]);
});
