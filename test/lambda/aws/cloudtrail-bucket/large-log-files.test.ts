import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { executeCommandRecord, logFileOf } from './execute-command-record';
import { anna, bert, keyAt, noise, searchedBucket } from './searched-bucket';

const { aws, confirm, put, results, search, searched } = searchedBucket();
const key = () => keyAt('2026-07-31T12:30:00Z');
const gets = () => aws().asked.gets.filter((got) => got === key());
/** Thirteen megabytes that stay almost ten when they are packed. */
const ballast = Array.from({ length: 16 }, () => ({ eventName: randomBytes(600_000).toString('base64') }));
const inTheMiddle = [...ballast.slice(8), executeCommandRecord(anna), ...ballast.slice(0, 8)];

describe('a log file too large to be kept as it arrives', () => {
  it('is read again where it names the caller, and hashed as a whole', async () => {
    put(key(), inTheMiddle);
    confirm(key(), inTheMiddle, '2026-07-31T13:01:31Z');
    const found = await search([{}]);
    expect(found.get(anna)?.foundIn).toMatchObject({ key: key(), digestVerified: 'true' });
    expect(gets()).toHaveLength(2);
  });

  it('is read once where it names nobody', async () => {
    put(key(), ballast);
    expect((await results([{}])).get(anna)).toMatchObject({ records: [], complete: true });
    expect(gets()).toHaveLength(1);
  });

  it('is found to name the caller also when it comes unpacked', async () => {
    aws().objects.set(key(), { bytes: logFileOf(...inTheMiddle) });
    expect([...(await search([{}])).keys()]).toEqual([anna]);
  });

  it.each([
    ['packed', gzipSync(logFileOf(...ballast))],
    ['unpacked', logFileOf(...ballast)],
  ])('ends the search when S3 breaks off in the middle of it, %s', async (_, bytes) => {
    aws().objects.set(key(), { bytes, cutAfter: 6 * 1024 * 1024 });
    const { found, stoppedBy } = await searched([{}]);
    expect(found.size).toBe(0);
    expect(stoppedBy?.message).toContain(`S3 stopped sending in the middle of s3://trail/${key()}`);
  });
});

describe('a log file that is kept as it arrives', () => {
  it('is fetched once, and what it names is what was hashed, across all pieces of it', async () => {
    const records = [
      ...ballast.slice(0, 2),
      ...noise,
      executeCommandRecord(anna),
      executeCommandRecord(bert),
    ];
    put(key(), records);
    confirm(key(), records, '2026-07-31T13:01:31Z');
    const found = await search([{}, { id: bert }]);
    expect([...found.values()].map(({ foundIn }) => foundIn)).toMatchObject([
      { digestVerified: 'true' },
      { digestVerified: 'true' },
    ]);
    expect(gets()).toHaveLength(1);
  });
});
