import { gzipSync } from 'node:zlib';
import { trailBucketSearch } from '../../lambda/aws/trail-bucket/search-trail-bucket';
import { OutOfTimeError, OutsideUnavailableError, SetupError } from '../../lambda/reporter-error';
import type { SoughtSession } from '../../lambda/session/session';
import { dayFolder, keyBeforeMinute, type TrailFolder } from '../../lambda/trail-log/trail-folder';
import { commandThatMentions, executeCommandRecord, logFileOf, sessionId } from './execute-command-record';
import { type StoredObject, type TrailBucketStandIn, trailBucketStandIn } from './trail-bucket-stand-in';

const folder: TrailFolder = {
  prefix: '',
  organizationId: null,
  accountId: '111122223333',
  region: 'eu-central-1',
};
const anna = sessionId('s9y89par6quf78pcbnoko32g28');
const bert = sessionId('0123456789abcdef0');
const uploadedAt = new Date('2026-07-31T13:00:00Z');

let aws: TrailBucketStandIn;
let warnings: string[];
beforeEach(async () => {
  aws = await trailBucketStandIn('trail');
  warnings = [];
});
afterEach(async () => {
  await aws.close();
  expect(aws.asked.surprises).toEqual([]);
});

const keyAt = (time: string, suffix = 'Mu0KsOhtH1ar15ZZ', of = folder) =>
  `${keyBeforeMinute(of, new Date(time))}Z_${suffix}.json.gz`;
const put = (key: string, records: object[], rest: Partial<StoredObject> = {}) => {
  aws.objects.set(key, { bytes: gzipSync(logFileOf(...records)), ...rest });
  return key;
};
const noise = [{ eventName: 'DescribeTasks' }, executeCommandRecord('ecs-execute-command-0000somebody0else')];
const searched = (sought: readonly Partial<SoughtSession>[], of = folder, signal?: AbortSignal) =>
  trailBucketSearch({
    ...of,
    s3: aws.s3,
    cloudtrail: aws.cloudtrail,
    bucket: 'trail',
    warn: (message, details) => warnings.push(`${message}: ${details.reason}`),
    ...(signal && { signal }),
  })(sought.map((session) => ({ id: anna, uploadedAt, startedAt: null, ...session })));
/** Whom a search found that came to its end. */
const search = async (...asked: Parameters<typeof searched>) => {
  const { found, unfinished } = await searched(...asked);
  if (unfinished !== null) throw unfinished;
  return found;
};

describe('a caller is found in the trail bucket', () => {
  test('with the file that proves it', async () => {
    const key = put(keyAt('2026-07-31T12:30:00Z'), [...noise, executeCommandRecord(anna)]);
    const found = await search([{}]);
    expect(found.get(anna)).toMatchObject({
      id: anna,
      principal: { principalId: 'AROAEXAMPLE:anna@example.com' },
      foundIn: { source: 'trail-bucket', bucket: 'trail', key, digestVerified: 'pending' },
    });
  });

  test.each([
    ['an organization', { ...folder, organizationId: 'o-example' }],
    ['a prefix', { ...folder, prefix: 'logs/audit' }],
  ])('in the layout of %s', async (_what, of) => {
    put(keyAt('2026-07-31T12:30:00Z', 'A', of), [executeCommandRecord(anna)]);
    expect([...(await search([{}], of)).keys()]).toEqual([anna]);
    expect([...(await search([{}])).keys()]).toEqual([]);
  });

  test('in a file that an HTTP client on the way has unpacked already', async () => {
    aws.objects.set(keyAt('2026-07-31T12:30:00Z'), { bytes: logFileOf(executeCommandRecord(anna)) });
    expect([...(await search([{}])).keys()]).toEqual([anna]);
  });

  test.each([
    ['a day', '2026-07-31T23:58:00Z', '2026-08-01T00:04:00Z'],
    ['a month of 28 days', '2027-02-28T23:50:00Z', '2027-03-01T00:02:00Z'],
    ['a leap day', '2028-02-28T23:50:00Z', '2028-02-29T00:02:00Z'],
    ['a year', '2026-12-31T23:59:59Z', '2027-01-01T00:05:00Z'],
  ])('across the end of %s in UTC', async (_what, started, delivered) => {
    const key = put(keyAt(delivered), [executeCommandRecord(anna)]);
    const found = await search([{ startedAt: new Date(started), uploadedAt: new Date(delivered) }]);
    expect(found.get(anna)?.foundIn).toMatchObject({ key });
  });

  test('however many sessions one file holds, in one search', async () => {
    put(keyAt('2026-07-31T12:30:00Z'), [executeCommandRecord(anna), executeCommandRecord(bert)]);
    expect([...(await search([{}, { id: bert }])).keys()].sort()).toEqual([bert, anna].sort());
  });

  test('but never in a record that only mentions the session', async () => {
    put(keyAt('2026-07-31T12:30:00Z'), [
      commandThatMentions(anna),
      { eventName: 'TerminateSession', id: anna },
    ]);
    expect((await search([{}])).size).toBe(0);
  });
});

describe('only files that can hold the call are fetched', () => {
  const everyFiveMinutes = (from: string, count: number) =>
    Array.from({ length: count }, (_, at) =>
      put(keyAt(new Date(Date.parse(from) + at * 300_000).toISOString(), `F${at}`), noise),
    );

  test('those delivered in the half hour after a known start, and nothing else of the day', async () => {
    const keys = everyFiveMinutes('2026-07-31T06:00:00Z', 100);
    await search([{ startedAt: new Date('2026-07-31T08:02:11Z') }]);
    const expected = keys.filter((key) => /T08(05|10|15|20|25|30)Z/.test(key));
    expect(expected).toHaveLength(6);
    expect([...aws.asked.gets].sort()).toEqual(expected);
  });

  test('files before the window are not even listed', async () => {
    everyFiveMinutes('2026-07-31T06:00:00Z', 40);
    await search([{ startedAt: new Date('2026-07-31T08:02:11Z') }]);
    const day = dayFolder(folder, 'CloudTrail', uploadedAt);
    expect(aws.asked.lists[0]).toBe(`${day} after ${day}111122223333_CloudTrail_eu-central-1_20260731T0802`);
    // Seven keys up to the first past the window, in pages of two.
    expect(aws.asked.lists).toHaveLength(4);
  });

  test('each once, when the windows of several sessions overlap', async () => {
    everyFiveMinutes('2026-07-31T08:00:00Z', 20);
    await search([
      { startedAt: new Date('2026-07-31T08:02:00Z') },
      { id: bert, startedAt: new Date('2026-07-31T08:12:00Z') },
    ]);
    expect(new Set(aws.asked.gets).size).toBe(aws.asked.gets.length);
    expect(aws.asked.gets).toHaveLength(8);
  });

  test('and none between two windows far apart', async () => {
    everyFiveMinutes('2026-07-31T06:00:00Z', 60);
    await search([
      { startedAt: new Date('2026-07-31T06:02:00Z') },
      { id: bert, startedAt: new Date('2026-07-31T10:02:00Z') },
    ]);
    expect(aws.asked.gets).toHaveLength(12);
  });

  test('no digest, no insight, no other region and no other account', async () => {
    for (const path of [
      'AWSLogs/111122223333/CloudTrail-Insight/eu-central-1/2026/07/31/111122223333_CloudTrail-Insight_eu-central-1_20260731T1230Z_A.json.gz',
      'AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/2026/07/31/111122223333_CloudTrail-Digest_eu-central-1_t_eu-central-1_20260731T120131Z.json.gz',
      'AWSLogs/111122223333/CloudTrail/us-east-1/2026/07/31/111122223333_CloudTrail_us-east-1_20260731T1230Z_A.json.gz',
      'AWSLogs/444455556666/CloudTrail/eu-central-1/2026/07/31/444455556666_CloudTrail_eu-central-1_20260731T1230Z_A.json.gz',
      'AWSLogs/111122223333/CloudTrail/eu-central-1/2026/07/31/something-else.json.gz',
    ]) {
      put(path, [executeCommandRecord(anna)]);
    }
    expect((await search([{}])).size).toBe(0);
    expect(aws.asked.gets).toEqual([]);
  });

  test('nothing more once all are found: running fetches are dropped', async () => {
    for (const minute of ['01', '02', '03', '04', '05']) {
      put(keyAt(`2026-07-31T12:${minute}:00Z`), noise, { stalls: true });
    }
    put(keyAt('2026-07-31T12:06:00Z'), [executeCommandRecord(anna)]);
    everyFiveMinutes('2026-07-31T06:00:00Z', 60);
    expect([...(await search([{}])).keys()]).toEqual([anna]);
    // The stand-in hears of it a moment later.
    for (let turn = 0; turn < 200 && aws.asked.abandoned.length < 5; turn += 1) {
      await new Promise((passed) => setTimeout(passed, 5));
    }
    expect(aws.asked.abandoned).toHaveLength(5);
    expect(aws.asked.gets.filter((key) => key.includes('_F'))).toEqual([]);
  });
});

describe('what cannot be read', () => {
  const withAnna = () => put(keyAt('2026-07-31T12:30:00Z'), [executeCommandRecord(anna)]);
  const whole = gzipSync(logFileOf(executeCommandRecord(bert)));

  test.each<[string, StoredObject]>([
    ['cut short by whoever wrote it', { bytes: whole.subarray(0, whole.length - 20) }],
    ['damaged', { bytes: Buffer.from(whole).fill(0xff, 20, 60) }],
    ['vanished', { bytes: whole, refusal: { status: 404, code: 'NoSuchKey' } }],
    ['refused', { bytes: whole, refusal: { status: 403, code: 'AccessDenied' } }],
    ['archived', { bytes: whole, refusal: { status: 403, code: 'InvalidObjectState' } }],
    [
      'with a record larger than CloudTrail writes',
      { bytes: gzipSync(`{"Records":[{"id":"${bert}","x":"${'x'.repeat(3_000_000)}"}]}`) },
    ],
    ['with a record that is no JSON', { bytes: gzipSync(`{"Records":[{"id":"${bert}",}]}`) }],
  ])('one file %s is left out with a warning, the rest is searched', async (_what, object) => {
    aws.objects.set(keyAt('2026-07-31T12:00:00Z'), object);
    withAnna();
    const found = await search([{}, { id: bert }]);
    expect([...found.keys()]).toEqual([anna]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('20260731T1200Z');
  });

  test('when S3 refuses every file, the permission is missing and somebody has to grant it', async () => {
    for (const minute of ['10', '20']) {
      put(keyAt(`2026-07-31T12:${minute}:00Z`), noise, { refusal: { status: 403, code: 'AccessDenied' } });
    }
    await expect(search([{}])).rejects.toThrow(SetupError);
    await expect(search([{}])).rejects.toThrow(/every one of 2 log files.*s3:GetObject.*kms:Decrypt/);
  });

  test.each([
    [503, 'SlowDown'],
    [500, 'InternalError'],
  ])('%d %s for one file is waited out: the caller may be in it', async (status, code) => {
    put(keyAt('2026-07-31T12:30:00Z'), noise, { refusal: { status, code } });
    await expect(search([{}])).rejects.toThrow(OutsideUnavailableError);
  });

  test('what one file withholds is no reason to forget whom another one named', async () => {
    withAnna();
    put(keyAt('2026-07-31T12:00:00Z'), noise, { refusal: { status: 503, code: 'SlowDown' } });
    const { found, unfinished } = await searched([{}, { id: bert }]);
    expect([...found.keys()]).toEqual([anna]);
    expect(unfinished).toBeInstanceOf(OutsideUnavailableError);
  });

  test('a connection cut in the middle of a file is waited out, not taken for a broken file', async () => {
    put(keyAt('2026-07-31T12:30:00Z'), noise, { cutAfter: 100 });
    await expect(search([{}])).rejects.toThrow(OutsideUnavailableError);
    expect(warnings).toEqual([]);
  });

  test.each([
    [403, 'AccessDenied', SetupError],
    [404, 'NoSuchBucket', SetupError],
    [503, 'SlowDown', OutsideUnavailableError],
  ])('listing answers %d %s', async (status, code, kind) => {
    aws.answers.listRefusal = { status, code };
    await expect(search([{}])).rejects.toThrow(kind);
    await expect(search([{}])).rejects.toThrow(code);
  });

  test('a search ended from outside says so, and is no "not found"', async () => {
    put(keyAt('2026-07-31T12:30:00Z'), noise, { stalls: true });
    const invocation = new AbortController();
    const searching = search([{}], folder, invocation.signal);
    setTimeout(() => invocation.abort(), 50);
    await expect(searching).rejects.toThrow(OutOfTimeError);
  });
});
