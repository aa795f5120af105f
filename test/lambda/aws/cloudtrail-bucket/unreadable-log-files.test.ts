import { gzipSync } from 'node:zlib';
import { DependencyUnavailableError, OutOfTimeError, SetupError } from '../../../../lambda/reporter-error';
import type { StoredObject } from './cloudtrail-bucket-stand-in';
import { executeCommandRecord, logFileOf } from './execute-command-record';
import { anna, bert, keyAt, noise, searchedBucket } from './searched-bucket';

const { aws, giveTime, results, put, search, searched, time, warnings } = searchedBucket();

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
    aws().objects.set(keyAt('2026-07-31T12:00:00Z'), object);
    withAnna();
    const found = await search([{}, { id: bert }]);
    expect([...found.keys()]).toEqual([anna]);
    expect(warnings()).toHaveLength(1);
    expect(warnings()[0]).toContain('20260731T1200Z');
  });

  it('it is counted, for each session whose window holds it, by the reason', async () => {
    const code = { refused: 'AccessDenied', archived: 'InvalidObjectState' };
    put(keyAt('2026-07-31T12:00:00Z'), noise);
    put(keyAt('2026-07-31T12:05:00Z'), noise, { refusal: { status: 403, code: code.refused } });
    put(keyAt('2026-07-31T12:10:00Z'), noise, { refusal: { status: 403, code: code.archived } });
    put(keyAt('2026-07-31T12:15:00Z'), noise, { refusal: { status: 403, code: code.archived } });
    put(keyAt('2026-07-31T12:20:00Z'), [], { bytes: Buffer.alloc(0) });
    const search = await results([{}, { id: bert, startedAt: new Date('2026-07-31T12:30:00Z') }]);
    expect(search.get(anna)).toMatchObject({ complete: false, stoppedBy: null });
    expect(search.get(anna)?.summary).toContain(
      'showed no ExecuteCommand call with this session id in 1 log file delivered between ' +
        '2026-07-29T13:00:00.000Z and 2026-07-31T13:30:00.000Z; ' +
        '4 of 5 log files could not be read (1 refused, 2 archived, 1 broken)',
    );
    expect(search.get(bert)).toMatchObject({
      complete: true,
      summary: expect.stringContaining('in 0 log files delivered'),
    });
  });

  it('when S3 refuses every file, the permission is missing and somebody has to grant it', async () => {
    for (const minute of ['10', '20']) {
      put(keyAt(`2026-07-31T12:${minute}:00Z`), noise, { refusal: { status: 403, code: 'AccessDenied' } });
    }
    await expect(search([{}])).rejects.toThrow(SetupError);
    await expect(search([{}])).rejects.toThrow(/every one of 2 log files.*s3:GetObject.*kms:Decrypt/);
  });

  it.each([
    [503, 'SlowDown'],
    [500, 'InternalError'],
  ])('%d %s for one file is waited out: the caller may be in it', async (status, code) => {
    put(keyAt('2026-07-31T12:30:00Z'), noise, { refusal: { status, code } });
    await expect(search([{}])).rejects.toThrow(DependencyUnavailableError);
  });

  it('what one file withholds is no reason to forget whom another one named', async () => {
    withAnna();
    put(keyAt('2026-07-31T12:00:00Z'), noise, { refusal: { status: 503, code: 'SlowDown' } });
    const { found, stoppedBy } = await searched([{}, { id: bert }]);
    expect([...found.keys()]).toEqual([anna]);
    expect(stoppedBy).toBeInstanceOf(DependencyUnavailableError);
  });

  it('a connection cut in the middle of a file is waited out, not taken for a broken file', async () => {
    put(keyAt('2026-07-31T12:30:00Z'), noise, { cutAfter: 100 });
    await expect(search([{}])).rejects.toThrow(DependencyUnavailableError);
    expect(warnings()).toEqual([]);
  });

  it.each([
    [403, 'AccessDenied', SetupError],
    [404, 'NoSuchBucket', SetupError],
    [503, 'SlowDown', DependencyUnavailableError],
  ])('listing answers %d %s', async (status, code, kind) => {
    aws().answers.listRefusal = { status, code };
    await expect(search([{}])).rejects.toThrow(kind);
    await expect(search([{}])).rejects.toThrow(code);
  });

  it('a search whose time is up says so, is no "not found", and says what it did read', async () => {
    giveTime(1_000);
    put(keyAt('2026-07-31T12:35:00Z'), noise);
    put(keyAt('2026-07-31T12:30:00Z'), noise, { stalls: true });
    const look = (await results([{}])).get(anna);
    expect(look).toMatchObject({ complete: false, stoppedBy: expect.any(OutOfTimeError) });
    expect(look?.summary).toMatch(/was not read to its end \(read: 1 log file delivered/);
    expect(time().signal.aborted).toBe(false);
  });

  it('a client that does not heed the signal keeps nobody waiting, and whom it showed before is found', async () => {
    giveTime(6_000);
    put(keyAt('2026-07-31T12:35:00Z'), [executeCommandRecord(anna)]);
    const send = aws().s3.send.bind(aws().s3);
    const lists = { count: 0 };
    Object.assign(aws().s3, {
      send: (command: object, ...rest: []) => {
        if (command.constructor.name !== 'ListObjectsV2Command' || lists.count++ < 1)
          return send(command as never, ...rest);
        return new Promise<never>(() => {});
      },
    });
    const look = (await results([{}])).get(anna);
    expect(look?.records).toHaveLength(1);
    expect(look?.complete).toBe(false);
    expect(time().signal.aborted).toBe(false);
  });
});
