import { dayFolder } from '../../../../lambda/cloudtrail-log/cloudtrail-folder';
import { commandThatMentions, executeCommandRecord, logFileOf } from './execute-command-record';
import { anna, bert, folder, keyAt, noise, searchedBucket, uploadedAt } from './searched-bucket';

const { aws, confirm, results, put, search } = searchedBucket();

describe('a caller is found in the CloudTrail bucket', () => {
  it('with the file that proves it', async () => {
    const key = put(keyAt('2026-07-31T12:30:00Z'), [...noise, executeCommandRecord(anna)]);
    const found = await search([{}]);
    expect(found.get(anna)).toMatchObject({
      id: anna,
      principal: { principalId: 'AROAEXAMPLE:anna@example.com' },
      foundIn: { source: 'cloudtrail-bucket', bucket: 'trail', key, digestVerified: 'pending' },
    });
  });

  it.each([
    ['an organization', { ...folder, organizationId: 'o-example' }],
    ['a prefix', { ...folder, prefix: 'logs/audit' }],
  ])('in the layout of %s', async (_what, of) => {
    put(keyAt('2026-07-31T12:30:00Z', 'A', of), [executeCommandRecord(anna)]);
    expect([...(await search([{}], of)).keys()]).toEqual([anna]);
    expect([...(await search([{}])).keys()]).toEqual([]);
  });

  it('in a file that an HTTP client on the way has unpacked already', async () => {
    aws().objects.set(keyAt('2026-07-31T12:30:00Z'), { bytes: logFileOf(executeCommandRecord(anna)) });
    expect([...(await search([{}])).keys()]).toEqual([anna]);
  });

  it.each([
    ['a day', '2026-07-31T23:58:00Z', '2026-08-01T00:04:00Z'],
    ['a month of 28 days', '2027-02-28T23:50:00Z', '2027-03-01T00:02:00Z'],
    ['a leap day', '2028-02-28T23:50:00Z', '2028-02-29T00:02:00Z'],
    ['a year', '2026-12-31T23:59:59Z', '2027-01-01T00:05:00Z'],
  ])('across the end of %s in UTC', async (_what, started, delivered) => {
    const key = put(keyAt(delivered), [executeCommandRecord(anna)]);
    const found = await search([{ startedAt: new Date(started), uploadedAt: new Date(delivered) }]);
    expect(found.get(anna)?.foundIn).toMatchObject({ key });
  });

  it('however many sessions one file holds, in one search', async () => {
    put(keyAt('2026-07-31T12:30:00Z'), [executeCommandRecord(anna), executeCommandRecord(bert)]);
    expect([...(await search([{}, { id: bert }])).keys()].sort()).toEqual([bert, anna].sort());
  });

  it('but never in a record that only mentions the session', async () => {
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

  const halfHour = {
    uploadedAt: new Date('2026-07-31T08:10:00Z'),
    deadline: new Date('2026-07-31T08:32:00Z'),
  };

  it('those delivered from a known start until nobody waits any more, and nothing else of the day', async () => {
    const keys = everyFiveMinutes('2026-07-31T06:00:00Z', 100);
    await search([{ ...halfHour, startedAt: new Date('2026-07-31T08:02:11Z') }]);
    const expected = keys.filter((key) => /T08(05|10|15|20|25|30)Z/.test(key));
    expect(expected).toHaveLength(6);
    expect([...aws().asked.gets].sort()).toEqual(expected);
  });

  it('those of the half hour after a known start first, each once', async () => {
    const keys = everyFiveMinutes('2026-07-31T06:00:00Z', 100);
    await search([{ startedAt: new Date('2026-07-31T08:02:11Z') }]);
    const usual = keys.filter((key) => /T08(05|10|15|20|25|30)Z/.test(key));
    expect(aws().asked.gets.slice(0, 6).toSorted()).toEqual(usual);
    expect(new Set(aws().asked.gets).size).toBe(aws().asked.gets.length);
    // Until the transcript was uploaded at 13:00, and no file of that minute is left out.
    expect(aws().asked.gets).toHaveLength(60);
  });

  it('files before the window are not even listed', async () => {
    everyFiveMinutes('2026-07-31T06:00:00Z', 40);
    await search([{ ...halfHour, startedAt: new Date('2026-07-31T08:02:11Z') }]);
    const day = dayFolder(folder, 'CloudTrail', uploadedAt);
    expect(aws().asked.lists[0]).toBe(
      `${day} after ${day}111122223333_CloudTrail_eu-central-1_20260731T0802`,
    );
    // Twice seven keys up to the first past the half hour and the window, in pages of two.
    expect(aws().asked.lists).toHaveLength(8);
  });

  it('each once, when the windows of several sessions overlap', async () => {
    everyFiveMinutes('2026-07-31T08:00:00Z', 20);
    await search([
      { ...halfHour, startedAt: new Date('2026-07-31T08:02:00Z') },
      { ...halfHour, id: bert, startedAt: new Date('2026-07-31T08:12:00Z') },
    ]);
    expect(new Set(aws().asked.gets).size).toBe(aws().asked.gets.length);
    expect(aws().asked.gets).toHaveLength(8);
  });

  it('and none between two windows far apart', async () => {
    everyFiveMinutes('2026-07-31T06:00:00Z', 60);
    await search([
      { startedAt: new Date('2026-07-31T06:02:00Z'), deadline: new Date('2026-07-31T06:32:00Z') },
      { id: bert, startedAt: new Date('2026-07-31T10:02:00Z'), deadline: new Date('2026-07-31T10:32:00Z') },
    ]);
    expect(aws().asked.gets).toHaveLength(12);
  });

  it('no digest, no insight, no other region and no other account', async () => {
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
    expect(aws().asked.gets).toEqual([]);
  });

  it('nothing more once all are found: running fetches are dropped', async () => {
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
    for (let turn = 0; turn < 200 && aws().asked.abandoned.length < 5; turn += 1) {
      await new Promise((passed) => setTimeout(passed, 5));
    }
    expect(aws().asked.abandoned).toHaveLength(5);
    expect(aws().asked.gets.filter((key) => key.includes('_F'))).toEqual([]);
  });

  it('but everything as long as no digest confirms whom one file names: another may name somebody else', async () => {
    put(keyAt('2026-07-31T12:06:00Z'), [executeCommandRecord(anna, 'AROAEXAMPLE:mallory@example.com')]);
    put(keyAt('2026-07-31T06:06:00Z'), [executeCommandRecord(anna)]);
    const look = (await results([{}])).get(anna);
    expect(look?.records.map(({ principal }) => principal.principalId).toSorted()).toEqual([
      'AROAEXAMPLE:anna@example.com',
      'AROAEXAMPLE:mallory@example.com',
    ]);
  });

  it('and the same call with another task is another record: it would name the wrong service', async () => {
    const call = executeCommandRecord(anna);
    put(keyAt('2026-07-31T12:06:00Z'), [call]);
    put(keyAt('2026-07-31T12:11:00Z'), [{ ...call, requestParameters: { task: 'elsewhere' } }]);
    expect((await results([{}])).get(anna)?.records).toHaveLength(2);
  });

  it('and a record that CloudTrail delivered twice is one record', async () => {
    put(keyAt('2026-07-31T12:06:00Z'), [executeCommandRecord(anna)]);
    put(keyAt('2026-07-31T12:11:00Z'), [executeCommandRecord(anna), executeCommandRecord(anna)]);
    expect((await results([{}])).get(anna)?.records).toHaveLength(1);
  });

  it('and of a thousand planted records are kept as many as can be attached', async () => {
    const planted = Array.from({ length: 1_000 }, (_, at) => executeCommandRecord(anna, `AROAEXAMPLE:${at}`));
    put(keyAt('2026-07-31T12:06:00Z'), planted);
    expect((await results([{}])).get(anna)?.records).toHaveLength(20);
  });
});
