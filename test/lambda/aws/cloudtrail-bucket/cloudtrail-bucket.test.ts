import { cloudTrailBucket } from '../../../../lambda/aws/cloudtrail-bucket/cloudtrail-bucket';
import type { SoughtSession } from '../../../../lambda/session/session';
import { executeCommandRecord } from './execute-command-record';
import { anna, bert, folder, keyAt, searchedBucket } from './searched-bucket';

const { aws, put, time, confirm } = searchedBucket();
const LOCATION = { accountId: folder.accountId, region: folder.region };
const sessionOf = (changes: Partial<SoughtSession> = {}): SoughtSession => {
  const uploadedAt = new Date('2026-07-31T13:00:00Z');
  const deadline = new Date('2026-07-31T14:00:00Z');
  return { id: anna, ...LOCATION, uploadedAt, firstUploadedAt: uploadedAt, deadline, ...changes };
};

const search = (sought: readonly SoughtSession[], now: string, startedAt: Date | null = null) => {
  const { s3, cloudtrail } = aws();
  const place = cloudTrailBucket({
    bucket: 'trail',
    prefix: '',
    organizationId: null,
    s3,
    cloudtrail,
    warn: () => undefined,
    now: () => new Date(now),
  });
  const traces = new Map(
    startedAt === null ? [] : sought.map(({ id }) => [id, { startedAt, endedAt: null, task: null }]),
  );
  return place.search(sought, async () => traces, time());
};

describe('the bucket of a CloudTrail trail is searched', () => {
  it.each([
    ['until the deadline', '2026-07-31T20:00:00Z', '2026-07-31T14:00:00.000Z'],
    ['not into the future', '2026-07-31T13:40:00Z', '2026-07-31T13:45:00.000Z'],
  ])('%s', async (_, now, to) => {
    const results = await search([sessionOf()], now);
    expect(results.get(anna)?.summary).toContain(`between 2026-07-29T13:00:00.000Z and ${to}`);
  });

  it('from the start where SSM knows it', async () => {
    const results = await search([sessionOf()], '2026-07-31T20:00:00Z', new Date('2026-07-31T12:25:25Z'));
    expect(results.get(anna)?.summary).toContain('between 2026-07-31T12:25:00.000Z and');
  });

  it('in the folder of the account and region each session took place in', async () => {
    const elsewhere = { ...folder, accountId: '444455556666', region: 'eu-west-1' };
    const records = [executeCommandRecord(anna)];
    const key = put(keyAt('2026-07-31T12:30:00Z'), records);
    confirm(key, records, '2026-07-31T13:00:00Z');
    put(keyAt('2026-07-31T12:30:00Z', 'Mu0KsOhtH1ar15ZZ', elsewhere), [executeCommandRecord(bert)]);
    const sought = [
      sessionOf(),
      sessionOf({ id: bert, accountId: elsewhere.accountId, region: elsewhere.region }),
      // The other account's log file names this session, in a folder where it is not looked for.
      sessionOf({ id: bert }),
    ];
    const results = await search(sought.slice(0, 2), '2026-07-31T20:00:00Z');
    expect([...results].map(([id, { records: found }]) => [id, found.length])).toEqual([
      [anna, 1],
      [bert, 1],
    ]);
    expect((await search(sought.slice(2), '2026-07-31T20:00:00Z')).get(bert)?.records).toEqual([]);
  });
});
