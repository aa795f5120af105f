import { digestOf, parseDigest, signedText } from '../../../lambda/cloudtrail-log/digest';
import { judgeLogFile, type ReadDigest } from '../../../lambda/cloudtrail-log/judge-log-file';
import { objectFrame } from '../../../lambda/cloudtrail-log/object-frame';

const KEY = 'AWSLogs/111122223333/CloudTrail/eu-central-1/2026/07/31/x.json.gz';
const deliveredAt = new Date('2026-07-31T12:30:00Z');
const FILE = { key: KEY, deliveredAt, sha256: 'ab' };
const digest = (lists: Readonly<Record<string, string>>, besides: Partial<ReadDigest> = {}): ReadDigest => ({
  startsAt: new Date('2026-07-31T12:00:00Z'),
  endsAt: new Date('2026-07-31T13:00:00Z'),
  sha256ByKey: new Map(Object.entries(lists)),
  trusted: true,
  ...besides,
});
const later = (hours: number) => new Date(deliveredAt.getTime() + hours * 3_600_000);

describe('whether CloudTrail confirms a log file', () => {
  it.each<[string, readonly ReadDigest[], Date | null, string]>([
    ['a signed digest lists it', [digest({ [KEY]: 'ab' })], null, 'true'],
    ['every signed digest lists it', [digest({ [KEY]: 'ab' }), digest({ [KEY]: 'ab' })], null, 'true'],
    ['a signed digest lists it with another hash', [digest({ [KEY]: 'cd' })], null, 'false'],
    ['one of two signed digests does', [digest({ [KEY]: 'ab' }), digest({ [KEY]: 'cd' })], null, 'false'],
    ['only one that is not signed lists it', [digest({ [KEY]: 'ab' }, { trusted: false })], null, 'false'],
    [
      'a signed one lists it, and one that is not does otherwise',
      [digest({ [KEY]: 'ab' }), digest({ [KEY]: 'cd' }, { trusted: false })],
      null,
      'true',
    ],
    ['there is no digest', [], later(48), 'pending'],
    ['no digest reaches its minute', [digest({}, { endsAt: deliveredAt })], later(48), 'pending'],
    ['no digest begins before it', [digest({}, { startsAt: later(0.1) })], later(48), 'pending'],
    ['signed digests do not list it, and may', [digest({})], later(23.99), 'unlisted'],
    ['signed digests do not list it, and nobody knows of later ones', [digest({})], null, 'unlisted'],
    ['signed digests had a day to list it', [digest({})], later(24), 'false'],
    ['the digest of its minute is not signed', [digest({}, { trusted: false })], later(48), 'unchecked'],
    [
      'two digests meet within its minute',
      [
        digest({}, { endsAt: new Date('2026-07-31T12:30:31Z') }),
        digest({}, { startsAt: new Date('2026-07-31T12:30:31Z') }),
      ],
      later(24),
      'false',
    ],
    [
      'its digest begins and ends with its minute',
      [digest({}, { startsAt: deliveredAt, endsAt: new Date('2026-07-31T12:31:00Z') })],
      later(24),
      'false',
    ],
  ])('where %s', (_, digests, newestEndsAt, verdict) => {
    expect(judgeLogFile(FILE, digests, newestEndsAt)).toBe(verdict);
  });

  it('never where it cannot be unpacked', () => {
    expect(judgeLogFile({ ...FILE, sha256: null }, [digest({ [KEY]: 'ab' })], null)).toBe('false');
  });
});

describe('a digest', () => {
  const CONTENT = {
    digestStartTime: '2026-07-31T12:01:31Z',
    digestEndTime: '2026-07-31T13:01:31Z',
    digestS3Bucket: 'trail-logs',
    digestS3Object: 'digest.json.gz',
    digestPublicKeyFingerprint: '31e8',
    previousDigestSignature: 'beef',
    logFiles: [
      { s3Bucket: 'trail-logs', s3Object: KEY, hashValue: 'ABcd' },
      { s3Bucket: 'other', s3Object: 'other.json.gz', hashValue: 'ef' },
    ],
  };
  const parse = (content: unknown) => parseDigest(Buffer.from(JSON.stringify(content)));

  it('says when it begins and ends, and which hash each log file of its bucket has', () => {
    expect(digestOf(parse(CONTENT))).toEqual({
      startsAt: new Date('2026-07-31T12:01:31Z'),
      endsAt: new Date('2026-07-31T13:01:31Z'),
      sha256ByKey: new Map([[KEY, 'abcd']]),
    });
  });

  // "Custom implementations of CloudTrail log file integrity validation" in CloudTrail's user guide.
  it('is signed as CloudTrail signs it', () => {
    expect(signedText(parse(CONTENT), 'ab')).toBe(
      '2026-07-31T13:01:31Z\ntrail-logs/digest.json.gz\nab\nbeef',
    );
    expect(signedText(parse({ ...CONTENT, previousDigestSignature: null }), 'ab')).toMatch(/\nab\nnull$/);
    expect(signedText(parse({ ...CONTENT, previousDigestSignature: undefined }), 'ab')).toMatch(
      /\nab\nnull$/,
    );
  });

  it.each(Object.keys(CONTENT).filter((name) => name !== 'previousDigestSignature'))(
    'is malformed without %s',
    (name) => {
      expect(() => parse({ ...CONTENT, [name]: undefined })).toThrow();
      expect(() => parse({ ...CONTENT, [name]: 7 })).toThrow();
    },
  );

  it.each(['digestStartTime', 'digestEndTime'])('is malformed when %s is not a time', (name) => {
    expect(() => parse({ ...CONTENT, [name]: 'soon' })).toThrow();
  });

  it.each(['s3Bucket', 's3Object', 'hashValue'])('is malformed when a log file has no %s', (name) => {
    const [file] = CONTENT.logFiles;
    expect(() => parse({ ...CONTENT, logFiles: [{ ...file, [name]: undefined }] })).toThrow();
  });
});

describe('the bytes of a log file', () => {
  const looksWhole = (...pieces: readonly string[]) => {
    const frame = objectFrame();
    return pieces.map((piece) => frame(Buffer.from(piece)));
  };

  it.each([
    [['{"Records":[]}'], [true]],
    [[' \n\r\t{}\t\r\n '], [true]],
    [
      ['{"a":', '1}'],
      [false, true],
    ],
    [
      ['{', ' ', '}', '\n'],
      [false, false, true, true],
    ],
    [
      ['  ', '{}'],
      [false, true],
    ],
    [
      ['{}', 'x'],
      [true, false],
    ],
    [['[]'], [false]],
    [['x{}'], [false]],
    [['}'], [false]],
    [[''], [false]],
  ])('%j end like one object after each piece: %j', (pieces, expected) => {
    expect(looksWhole(...pieces)).toEqual(expected);
  });
});
