import { gzipSync } from 'node:zlib';
import { folderSearch } from '../../../../lambda/aws/cloudtrail-bucket/search-folder';
import { digestCheck } from '../../../../lambda/aws/cloudtrail-bucket/verify-log-file';
import { type CloudTrailFolder, keyBeforeMinute } from '../../../../lambda/cloudtrail-log/cloudtrail-folder';
import type { SearchResult } from '../../../../lambda/ports';
import { beginTime, type InvocationTime } from '../../../../lambda/time';
import { type CloudTrailBucketStandIn, cloudTrailBucketStandIn } from './cloudtrail-bucket-stand-in';
import { type DigestPlan, digestFile, sha256, signingKey } from './cloudtrail-digests';
import { executeCommandRecord, logFileOf, sessionId } from './execute-command-record';

const folder: CloudTrailFolder = {
  prefix: '',
  organizationId: null,
  accountId: '111122223333',
  region: 'eu-central-1',
};
const id = sessionId('s9y89par6quf78pcbnoko32g28');
const amazon = signingKey('31e8b5433410dfb61a9dc45cc65b22ff');
const forger = signingKey('31e8b5433410dfb61a9dc45cc65b22ff');
const content = logFileOf(executeCommandRecord(id));
const tampered = logFileOf(executeCommandRecord(id, 'AROAEXAMPLE:mallory@example.com'));
const key = `${keyBeforeMinute(folder, new Date('2026-07-31T23:30:00Z'))}Z_Mu0KsOhtH1ar15ZZ.json.gz`;
const uploadedAt = new Date('2026-08-01T02:00:00Z');
const hour = (at: string) => new Date(`2026-${at}:31Z`);

let aws: CloudTrailBucketStandIn;
let warnings: string[];
let time: InvocationTime;
beforeEach(async () => {
  time = beginTime(60_000);
  aws = await cloudTrailBucketStandIn('trail');
  aws.answers.publicKeys = [{ Fingerprint: amazon.fingerprint, Value: amazon.publicKey }];
  aws.objects.set(key, { bytes: gzipSync(content) });
  warnings = [];
});
afterEach(async () => {
  time.end();
  await aws.close();
  expect(aws.asked.surprises).toEqual([]);
});

const deps = () => ({
  ...folder,
  s3: aws.s3,
  cloudtrail: aws.cloudtrail,
  bucket: 'trail',
  warn: (message: string, details: Record<string, unknown>) => warnings.push(`${message}: ${details.reason}`),
  signal: time.signal,
});
const verify = () => digestCheck(deps())({ bucket: 'trail', key });
const listing = new Map([[key, sha256(content)]]);
const putDigest = (plan: Partial<DigestPlan>) => {
  const digest = digestFile(folder, { endsAt: hour('08-01T00:01'), logFiles: listing, key: amazon, ...plan });
  aws.objects.set(digest.key, digest.object);
  return digest;
};

describe('a log file is confirmed', () => {
  it('by the signed digest of its hour, even past midnight', async () => {
    putDigest({});
    expect(await verify()).toBe('true');
  });

  it('by the digest of the hour after', async () => {
    putDigest({ logFiles: new Map() });
    putDigest({ endsAt: hour('08-01T01:01'), previousSignature: 'abcdef0123' });
    expect(await verify()).toBe('true');
  });

  it('by a backfill digest signed weeks later, where the hourly one forgot it', async () => {
    putDigest({ logFiles: new Map() });
    putDigest({ backfilledAt: new Date('2026-08-20T10:00:00Z') });
    expect(await verify()).toBe('true');
  });

  it('when the caller is found: the bytes that named the caller are the bytes that were hashed', async () => {
    putDigest({});
    const search = folderSearch(deps());
    const results = await search(
      [{ id, ...folder, uploadedAt, firstUploadedAt: uploadedAt, startedAt: null, deadline: uploadedAt }],
      time,
    );
    expect(results.get(id)?.records).toMatchObject([{ foundIn: { digestVerified: 'true' } }]);
    expect(aws.asked.gets.filter((got) => got === key)).toHaveLength(1);
  });
});

describe('a log file is not confirmed', () => {
  it('when it was changed after delivery', async () => {
    putDigest({});
    aws.objects.set(key, { bytes: gzipSync(tampered) });
    expect(await verify()).toBe('false');
  });

  it('when it was deleted after delivery', async () => {
    putDigest({});
    aws.objects.delete(key);
    expect(await verify()).toBe('false');
  });

  it('when it and its digest were changed together: the signature no longer fits', async () => {
    aws.objects.set(key, { bytes: gzipSync(tampered) });
    putDigest({ altered: (text) => text.replace(sha256(content), sha256(tampered)) });
    expect(await verify()).toBe('false');
  });

  it("when the digest was signed by somebody else under CloudTrail's fingerprint", async () => {
    putDigest({ key: forger });
    expect(await verify()).toBe('false');
  });

  it('when the digest names a key that CloudTrail does not know', async () => {
    putDigest({ key: { ...amazon, fingerprint: 'ffffffffffffffffffffffffffffffff' } });
    expect(await verify()).toBe('false');
  });

  it('but not by the digest of another bucket, whose copy this is: it says nothing of this one', async () => {
    putDigest({ bucket: 'the-original', logFiles: new Map([[key, sha256(tampered)]]) });
    putDigest({ bucket: 'the-original', endsAt: hour('08-03T00:01'), logFiles: new Map() });
    expect(await verify()).toBe('pending');
  });

  it('when a genuine digest of another hour was put in the place of its own', async () => {
    const other = digestFile(folder, { endsAt: hour('08-03T00:01'), logFiles: new Map(), key: amazon });
    aws.objects.set(putDigest({}).key, other.object);
    expect(await verify()).toBe('unchecked');
  });

  it.each([
    ['no signature', { metadata: {} }, 'false'],
    ['no bytes', { bytes: Buffer.alloc(0) }, 'unchecked'],
    ['one byte', { bytes: Buffer.from([0x1f]) }, 'unchecked'],
    ['no gzip content', { bytes: Buffer.from([0x1f, 0x8b, 1, 2, 3]) }, 'unchecked'],
    ['no JSON', { bytes: gzipSync('nothing') }, 'unchecked'],
  ])('when the digest of its hour has %s', async (_what, damage, verdict) => {
    const { key: digestKey, object } = putDigest({});
    aws.objects.set(digestKey, { ...object, ...damage });
    expect(await verify()).toBe(verdict);
  });

  it('when no digest lists it a day later: somebody else put it there', async () => {
    putDigest({ endsAt: hour('07-31T23:01'), logFiles: new Map() });
    putDigest({ logFiles: new Map() });
    putDigest({ endsAt: hour('08-02T00:01'), logFiles: new Map() });
    expect(await verify()).toBe('false');
  });

  it('and the search goes on behind a disowned file, to the one CloudTrail confirms', async () => {
    const planted = `${keyBeforeMinute(folder, new Date('2026-07-31T23:25:00Z'))}Z_planted.json.gz`;
    aws.objects.set(planted, { bytes: gzipSync(tampered) });
    putDigest({ logFiles: new Map([...listing, [planted, sha256(content)]]) });
    const search = folderSearch(deps());
    const sought = {
      ...folder,
      id,
      uploadedAt,
      firstUploadedAt: uploadedAt,
      startedAt: new Date('2026-07-31T23:20:00Z'),
      deadline: uploadedAt,
    };
    const names = (look: SearchResult | undefined) =>
      look?.records
        .map(({ principal, foundIn }) => [
          principal.principalId,
          foundIn.source === 'cloudtrail-bucket' && foundIn.digestVerified,
        ])
        .toSorted();
    expect(names((await search([sought], time)).get(id))).toEqual([
      ['AROAEXAMPLE:anna@example.com', 'true'],
      ['AROAEXAMPLE:mallory@example.com', 'false'],
    ]);
    aws.objects.delete(key);
    expect(names((await search([sought], time)).get(id))).toEqual([
      ['AROAEXAMPLE:mallory@example.com', 'false'],
    ]);
  });
});

it('a digest that unpacks to more than any digest has is not held in memory, and is not CloudTrail’s', async () => {
  const { key: digestKey, object } = putDigest({});
  aws.objects.set(digestKey, { ...object, bytes: gzipSync(Buffer.alloc(65 * 1024 ** 2)) });
  expect(await verify()).toBe('unchecked');
});

describe('the verdict is pending', () => {
  it('while there is no digest', async () => {
    expect(await verify()).toBe('pending');
  });

  // Once one digest that nobody may read kept all of them from speaking, and the file was believed.
  it('or unlisted, also beside a digest that may not be read', async () => {
    putDigest({ logFiles: new Map() });
    const { key: planted, object } = putDigest({ endsAt: hour('08-01T00:31') });
    aws.objects.set(planted, { ...object, refusal: { status: 403, code: 'AccessDenied' } });
    expect(await verify()).toBe('unlisted');
  });

  it('or unlisted, while the digest of its hour is there but CloudTrail may still name it in a later one', async () => {
    putDigest({ logFiles: new Map() });
    putDigest({ endsAt: hour('08-01T20:01'), logFiles: new Map() });
    expect(await verify()).toBe('unlisted');
  });

  it('for good, when log-file validation began after it was delivered', async () => {
    putDigest({ endsAt: hour('08-01T04:01'), logFiles: new Map() });
    putDigest({ endsAt: hour('08-02T04:01'), logFiles: new Map() });
    expect(await verify()).toBe('pending');
  });

  test.each<[string, () => void, RegExp]>([
    ['the public keys may not be listed', () => (aws.answers.publicKeys = null), /cloudtrail:ListPublicKeys/],
    ['no public key is known', () => (aws.answers.publicKeys = []), /returned no key/],
    [
      'a public key cannot be read',
      () => (aws.answers.publicKeys = [{ Fingerprint: amazon.fingerprint, Value: 'AAAA' }]),
      /PKCS #1/,
    ],
    [
      'the digest may not be read',
      () => {
        const { key: digestKey, object } = putDigest({});
        aws.objects.set(digestKey, { ...object, refusal: { status: 403, code: 'AccessDenied' } });
      },
      /AccessDenied/,
    ],
    ['S3 is down', () => (aws.answers.listRefusal = { status: 503, code: 'SlowDown' }), /SlowDown/],
  ])(
    'but not when it could not be checked, of which there is a warning, as when %s',
    async (_what, spoil, reason) => {
      putDigest({});
      spoil();
      expect(await verify()).toBe('unchecked');
      expect(warnings).toEqual([expect.stringMatching(reason)]);
    },
  );
});
