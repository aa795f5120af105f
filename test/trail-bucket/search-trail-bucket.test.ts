import { gzipSync } from 'node:zlib';
import { trailBucketSearch } from '../../lambda/aws/trail-bucket/search-trail-bucket';
import { OutOfTimeError, OutsideUnavailableError, SetupError } from '../../lambda/reporter-error';
import type { Session, SoughtInTrail } from '../../lambda/session/session';
import type { SessionId } from '../../lambda/session/session-id';
import { beginTime, type InvocationTime } from '../../lambda/time';
import { dayFolder, keyBeforeMinute, type TrailFolder } from '../../lambda/trail-log/trail-folder';
import { digestFile, sha256, signingKey } from './cloudtrail-digests';
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
let time: InvocationTime;
beforeEach(async () => {
  time = beginTime(60_000);
  aws = await trailBucketStandIn('trail');
  warnings = [];
});
afterEach(async () => {
  time.end();
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
const looks = (sought: readonly Partial<SoughtInTrail>[], of = folder) =>
  trailBucketSearch({
    ...of,
    s3: aws.s3,
    cloudtrail: aws.cloudtrail,
    bucket: 'trail',
    warn: (message, details) => warnings.push(`${message}: ${details.reason}`),
    time,
  })(sought.map((session) => ({ id: anna, uploadedAt, startedAt: null, until: uploadedAt, ...session })));
/** Whom a search found, and why it broke off. */
const searched = async (...asked: Parameters<typeof looks>) => {
  const search = await looks(...asked);
  const found = new Map<SessionId, Session>(
    [...search].flatMap(([id, { records }]) => (records[0] ? [[id, records[0]]] : [])),
  );
  return { found, unfinished: [...search.values()].flatMap((look) => look.unfinished ?? [])[0] ?? null };
};
/** Whom a search found that came to its end. */
const search = async (...asked: Parameters<typeof searched>) => {
  const { found, unfinished } = await searched(...asked);
  if (unfinished !== null) throw unfinished;
  return found;
};
/** CloudTrail has signed the digest of that hour, and it lists this file of these records. */
const confirm = (key: string, records: object[], endsAt: string) => {
  const amazon = signingKey('31e8b5433410dfb61a9dc45cc65b22ff');
  aws.answers.publicKeys = [{ Fingerprint: amazon.fingerprint, Value: amazon.publicKey }];
  const logFiles = new Map([[key, sha256(logFileOf(...records))]]);
  const digest = digestFile(folder, { endsAt: new Date(endsAt), logFiles, key: amazon });
  aws.objects.set(digest.key, digest.object);
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

  const halfHour = { uploadedAt: new Date('2026-07-31T08:10:00Z'), until: new Date('2026-07-31T08:32:00Z') };

  test('those delivered from a known start until nobody waits any more, and nothing else of the day', async () => {
    const keys = everyFiveMinutes('2026-07-31T06:00:00Z', 100);
    await search([{ ...halfHour, startedAt: new Date('2026-07-31T08:02:11Z') }]);
    const expected = keys.filter((key) => /T08(05|10|15|20|25|30)Z/.test(key));
    expect(expected).toHaveLength(6);
    expect([...aws.asked.gets].sort()).toEqual(expected);
  });

  test('those of the half hour after a known start first, each once', async () => {
    const keys = everyFiveMinutes('2026-07-31T06:00:00Z', 100);
    await search([{ startedAt: new Date('2026-07-31T08:02:11Z') }]);
    const usual = keys.filter((key) => /T08(05|10|15|20|25|30)Z/.test(key));
    expect(aws.asked.gets.slice(0, 6).toSorted()).toEqual(usual);
    expect(new Set(aws.asked.gets).size).toBe(aws.asked.gets.length);
    // Until the transcript was uploaded at 13:00, and no file of that minute is left out.
    expect(aws.asked.gets).toHaveLength(60);
  });

  test('files before the window are not even listed', async () => {
    everyFiveMinutes('2026-07-31T06:00:00Z', 40);
    await search([{ ...halfHour, startedAt: new Date('2026-07-31T08:02:11Z') }]);
    const day = dayFolder(folder, 'CloudTrail', uploadedAt);
    expect(aws.asked.lists[0]).toBe(`${day} after ${day}111122223333_CloudTrail_eu-central-1_20260731T0802`);
    // Twice seven keys up to the first past the half hour and the window, in pages of two.
    expect(aws.asked.lists).toHaveLength(8);
  });

  test('each once, when the windows of several sessions overlap', async () => {
    everyFiveMinutes('2026-07-31T08:00:00Z', 20);
    await search([
      { ...halfHour, startedAt: new Date('2026-07-31T08:02:00Z') },
      { ...halfHour, id: bert, startedAt: new Date('2026-07-31T08:12:00Z') },
    ]);
    expect(new Set(aws.asked.gets).size).toBe(aws.asked.gets.length);
    expect(aws.asked.gets).toHaveLength(8);
  });

  test('and none between two windows far apart', async () => {
    everyFiveMinutes('2026-07-31T06:00:00Z', 60);
    await search([
      { startedAt: new Date('2026-07-31T06:02:00Z'), until: new Date('2026-07-31T06:32:00Z') },
      { id: bert, startedAt: new Date('2026-07-31T10:02:00Z'), until: new Date('2026-07-31T10:32:00Z') },
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
    confirm(
      put(keyAt('2026-07-31T12:06:00Z'), [executeCommandRecord(anna)]),
      [executeCommandRecord(anna)],
      '2026-07-31T13:01:31Z',
    );
    everyFiveMinutes('2026-07-31T06:00:00Z', 60);
    expect([...(await search([{}])).keys()]).toEqual([anna]);
    // The stand-in hears of it a moment later.
    for (let turn = 0; turn < 200 && aws.asked.abandoned.length < 5; turn += 1) {
      await new Promise((passed) => setTimeout(passed, 5));
    }
    expect(aws.asked.abandoned).toHaveLength(5);
    expect(aws.asked.gets.filter((key) => key.includes('_F'))).toEqual([]);
  });

  test('but everything as long as no digest confirms whom one file names: another may name somebody else', async () => {
    put(keyAt('2026-07-31T12:06:00Z'), [executeCommandRecord(anna, 'AROAEXAMPLE:mallory@example.com')]);
    put(keyAt('2026-07-31T06:06:00Z'), [executeCommandRecord(anna)]);
    const look = (await looks([{}])).get(anna);
    expect(look?.records.map(({ principal }) => principal.principalId).toSorted()).toEqual([
      'AROAEXAMPLE:anna@example.com',
      'AROAEXAMPLE:mallory@example.com',
    ]);
  });

  test('and a record that CloudTrail delivered twice is one record', async () => {
    put(keyAt('2026-07-31T12:06:00Z'), [executeCommandRecord(anna)]);
    put(keyAt('2026-07-31T12:11:00Z'), [executeCommandRecord(anna), executeCommandRecord(anna)]);
    expect((await looks([{}])).get(anna)?.records).toHaveLength(1);
  });

  test('and of thousands of planted records are kept as many as can be attached', async () => {
    const planted = Array.from({ length: 3_000 }, (_, at) => executeCommandRecord(anna, `AROAEXAMPLE:${at}`));
    put(keyAt('2026-07-31T12:06:00Z'), planted);
    expect((await looks([{}])).get(anna)?.records).toHaveLength(20);
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
    ['of no bytes', { bytes: Buffer.alloc(0) }],
    ['of one byte', { bytes: Buffer.from([0x1f]) }],
    ['of no bytes once unpacked', { bytes: gzipSync('') }],
    ['written over', { bytes: gzipSync('nothing of the kind') }],
    ['cut short and packed again', { bytes: gzipSync(logFileOf(...noise).subarray(0, -1)) }],
    [
      'with a record nested too deep to be attached',
      {
        bytes: gzipSync(`{"Records":[{"id":"${bert}","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}]}`),
      },
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

  test('it is counted, for each session whose window holds it, by the reason', async () => {
    const code = { refused: 'AccessDenied', archived: 'InvalidObjectState' };
    put(keyAt('2026-07-31T12:00:00Z'), noise);
    put(keyAt('2026-07-31T12:05:00Z'), noise, { refusal: { status: 403, code: code.refused } });
    put(keyAt('2026-07-31T12:10:00Z'), noise, { refusal: { status: 403, code: code.archived } });
    put(keyAt('2026-07-31T12:15:00Z'), noise, { refusal: { status: 403, code: code.archived } });
    put(keyAt('2026-07-31T12:20:00Z'), [], { bytes: Buffer.alloc(0) });
    const search = await looks([{}, { id: bert, startedAt: new Date('2026-07-31T12:30:00Z') }]);
    expect(search.get(anna)).toMatchObject({ complete: false, unfinished: null });
    expect(search.get(anna)?.said).toContain(
      'showed no ExecuteCommand call with this session id in 1 log file delivered between ' +
        '2026-07-29T13:00:00.000Z and 2026-07-31T13:30:00.000Z; ' +
        '4 of 5 log files could not be read (1 refused, 2 archived, 1 broken)',
    );
    expect(search.get(bert)).toMatchObject({
      complete: true,
      said: expect.stringContaining('in 0 log files delivered'),
    });
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

  test('a search whose time is up says so, is no "not found", and says what it did read', async () => {
    time.end();
    time = beginTime(1_000);
    put(keyAt('2026-07-31T12:35:00Z'), noise);
    put(keyAt('2026-07-31T12:30:00Z'), noise, { stalls: true });
    const look = (await looks([{}])).get(anna);
    expect(look).toMatchObject({ complete: false, unfinished: expect.any(OutOfTimeError) });
    expect(look?.said).toMatch(/was not read to its end \(read: 1 log file delivered/);
    expect(time.signal.aborted).toBe(false);
  });

  test('a client that does not heed the signal keeps nobody waiting, and whom it showed before is found', async () => {
    time.end();
    time = beginTime(1_500);
    put(keyAt('2026-07-31T12:35:00Z'), [executeCommandRecord(anna)]);
    const send = aws.s3.send.bind(aws.s3);
    const lists = { count: 0 };
    Object.assign(aws.s3, {
      send: (command: object, ...rest: []) => {
        if (command.constructor.name !== 'ListObjectsV2Command' || lists.count++ < 1)
          return send(command as never, ...rest);
        return new Promise<never>(() => {});
      },
    });
    const look = (await looks([{}])).get(anna);
    expect(look?.records).toHaveLength(1);
    expect(look?.complete).toBe(false);
    expect(time.signal.aborted).toBe(false);
  });
});
