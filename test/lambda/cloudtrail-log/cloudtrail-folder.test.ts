import {
  type CloudTrailFolder,
  dayFolder,
  deliveredAt,
  digestEndsAt,
  keyBeforeMinute,
} from '../../../lambda/cloudtrail-log/cloudtrail-folder';

const folder: CloudTrailFolder = {
  prefix: '',
  organizationId: null,
  accountId: '111122223333',
  region: 'us-east-2',
};
const noon = new Date('2026-07-31T12:30:00Z');

describe('where CloudTrail puts its files', () => {
  it('the folder of a day is named in UTC', () => {
    expect(dayFolder(folder, 'CloudTrail', new Date('2026-12-31T23:59:59Z'))).toBe(
      'AWSLogs/111122223333/CloudTrail/us-east-2/2026/12/31/',
    );
    expect(dayFolder(folder, 'CloudTrail', new Date('2027-01-01T00:00:00Z'))).toBe(
      'AWSLogs/111122223333/CloudTrail/us-east-2/2027/01/01/',
    );
  });

  it.each(['logs/audit', 'logs/audit/'])('a prefix stands before AWSLogs, written %s', (prefix) => {
    expect(dayFolder({ ...folder, prefix }, 'CloudTrail-Digest', noon)).toBe(
      'logs/audit/AWSLogs/111122223333/CloudTrail-Digest/us-east-2/2026/07/31/',
    );
  });

  it("an organization's id stands before the account", () => {
    expect(dayFolder({ ...folder, organizationId: 'o-example' }, 'CloudTrail', noon)).toBe(
      'AWSLogs/o-example/111122223333/CloudTrail/us-east-2/2026/07/31/',
    );
  });

  it("S3 lists after this key the minute's own files and nothing older", () => {
    const before = keyBeforeMinute(folder, noon);
    const name = (stamp: string) =>
      `${dayFolder(folder, 'CloudTrail', noon)}111122223333_CloudTrail_us-east-2_${stamp}_Ab1.json.gz`;
    expect(name('20260731T1230Z') > before).toBe(true);
    expect(name('20260731T1229Z') > before).toBe(false);
  });

  it('a log file says in which minute it was delivered', () => {
    const key =
      'AWSLogs/111122223333/CloudTrail/us-east-2/2026/07/31/111122223333_CloudTrail_us-east-2_20260731T1230Z_Mu0KsOhtH1ar15ZZ.json.gz';
    expect(deliveredAt(folder, key)).toEqual(noon);
  });

  it.each([
    ['another account', '444455556666_CloudTrail_us-east-2_20260731T1230Z_A.json.gz'],
    ['another region', '111122223333_CloudTrail_us-east-1_20260731T1230Z_A.json.gz'],
    ['a digest', '111122223333_CloudTrail-Digest_us-east-2_trail_us-east-2_20260731T130131Z.json.gz'],
    ['an insight', '111122223333_CloudTrail-Insight_us-east-2_20260731T1230Z_A.json.gz'],
    ['not a gzip file', '111122223333_CloudTrail_us-east-2_20260731T1230Z_A.json'],
    // Once such a key, planted before the true files, ended the list of its day unread.
    ['in another folder', 'x/111122223333_CloudTrail_us-east-2_20260731T1230Z_A.json.gz'],
    ['of another day', '111122223333_CloudTrail_us-east-2_20991231T2359Z_A.json.gz'],
  ])('%s is not a log file of this folder', (_what, name) => {
    expect(deliveredAt(folder, `${dayFolder(folder, 'CloudTrail', noon)}${name}`)).toBeNull();
  });

  it.each(['20260731T130131Z', '20260731T130131Z_backfill'])(
    'a digest named %s says when its hour ends',
    (stamp) => {
      expect(digestEndsAt(`d/1_CloudTrail-Digest_r_my_trail_r_${stamp}.json.gz`)).toEqual(
        new Date('2026-07-31T13:01:31Z'),
      );
    },
  );
});
