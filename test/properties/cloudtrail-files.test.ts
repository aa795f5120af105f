import fc from 'fast-check';
import { ValiError } from 'valibot';
import { dayFolder, deliveredAt, digestEndsAt } from '../../lambda/cloudtrail-log/cloudtrail-folder';
import { type DigestContent, digestOf, parseDigest, signedText } from '../../lambda/cloudtrail-log/digest';
import { objectFrame } from '../../lambda/cloudtrail-log/object-frame';
import { elementSplitter } from '../../lambda/json-elements';
import { anyJson, anyText, everyOne, inPieces, thrownBy, twisted } from './arbitrary';

const bytesOf = (json: unknown) => Buffer.from(JSON.stringify(json));
const RECORDS = { depth: 2, maxBytes: 1024 * 1024 };

describe('a list of JSON that comes in pieces', () => {
  const objects = fc.array(fc.dictionary(anyText, anyJson), { maxLength: 6 });

  it('is cut into its elements, wherever the pieces end', () => {
    const cut = objects.chain((list) =>
      inPieces(fc.constant(bytesOf(list))).map((pieces) => ({ list, pieces })),
    );
    everyOne(
      fc.property(cut, ({ list, pieces }) => {
        const splitter = elementSplitter(RECORDS);
        const elements = pieces.flatMap((piece) => splitter.take(Buffer.from(piece)));
        expect(elements.map((element) => JSON.parse(element.toString()))).toEqual(
          JSON.parse(JSON.stringify(list)),
        );
        expect(splitter.wasWhole('[')).toBe(true);
      }),
    );
  });

  it('is not whole when its end is missing', () => {
    everyOne(
      fc.property(objects, fc.nat(), (list, at) => {
        const bytes = bytesOf(list);
        const splitter = elementSplitter(RECORDS);
        splitter.take(bytes.subarray(0, at % bytes.length));
        expect(splitter.wasWhole('[')).toBe(false);
      }),
    );
  });

  it('may be anything else: what comes out is in it, and nothing is gathered beyond the bound', () => {
    const likely = fc.constantFrom(...'[]{}"\\,:a'.split('').map((character) => Buffer.from(character)));
    const bytes = fc
      .array(fc.oneof(likely, fc.uint8Array({ maxLength: 3 })), { maxLength: 60 })
      .map((parts) => Buffer.concat(parts));
    everyOne(
      fc.property(inPieces(bytes), (pieces) => {
        const splitter = elementSplitter({ depth: 2, maxBytes: 20 });
        const elements: Buffer[] = [];
        const thrown = thrownBy(() => {
          for (const piece of pieces) elements.push(...splitter.take(Buffer.from(piece)));
        });
        if (thrown !== null) expect(thrown).toBeInstanceOf(RangeError);
        const all = Buffer.concat(pieces);
        for (const element of elements) expect(all.includes(element)).toBe(true);
      }),
    );
  });

  it('looks like an object from its first and last character, wherever the pieces end', () => {
    const space = fc.string({ unit: fc.constantFrom(' ', '\n', '\r', '\t'), maxLength: 4 });
    const text = fc
      .tuple(
        space,
        fc.oneof(
          anyText,
          anyJson.map((json) => JSON.stringify(json)),
        ),
        space,
      )
      .map((parts) => parts.join(''));
    everyOne(
      fc.property(
        text.chain((whole) => inPieces(fc.constant(Buffer.from(whole))).map((pieces) => ({ whole, pieces }))),
        ({ whole, pieces }) => {
          const frame = objectFrame();
          const last = pieces.map((piece) => frame(Buffer.from(piece))).at(-1) ?? false;
          const trimmed = whole.replace(/^[ \n\r\t]+|[ \n\r\t]+$/g, '');
          expect(last).toBe(trimmed.startsWith('{') && trimmed.endsWith('}'));
        },
      ),
    );
  });
});

const DIGEST = {
  awsAccountId: '111122223333',
  digestStartTime: '2026-07-31T12:01:31Z',
  digestEndTime: '2026-07-31T13:01:31Z',
  digestS3Bucket: 'trail-logs',
  digestS3Object: 'AWSLogs/111122223333/CloudTrail-Digest/x.json.gz',
  digestPublicKeyFingerprint: '31e8b5433410dfb61a9dc45cc65b22ff',
  previousDigestSignature: null,
  logFiles: [
    { s3Bucket: 'trail-logs', s3Object: 'AWSLogs/x.json.gz', hashValue: 'AB', hashAlgorithm: 'SHA-256' },
  ],
};

describe('a digest', () => {
  const expectReadOrRefused = (unpacked: Buffer) => {
    let content: DigestContent;
    try {
      content = parseDigest(unpacked);
    } catch (error) {
      expect(error instanceof SyntaxError || error instanceof ValiError).toBe(true);
      return;
    }
    expect(digestOf(content).startsAt.getTime()).not.toBeNaN();
    expect(digestOf(content).endsAt.getTime()).not.toBeNaN();
    expect(signedText(content, 'ab').split('\n').length).toBeGreaterThanOrEqual(4);
  };

  it('is read, or refused as malformed, whatever its bytes are', () => {
    everyOne(fc.property(fc.uint8Array(), (bytes) => expectReadOrRefused(Buffer.from(bytes))));
    everyOne(fc.property(fc.oneof(anyJson, twisted(DIGEST)), (json) => expectReadOrRefused(bytesOf(json))));
  });
});

describe('the name of a file of CloudTrail', () => {
  const FOLDER = { prefix: 'logs', organizationId: null, accountId: '111122223333', region: 'eu-central-1' };
  const minute = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
    .map((at) => new Date(Math.floor(at.getTime() / 60_000) * 60_000));
  const stamp = (at: Date, end: number) => at.toISOString().replace(/[-:]/g, '').slice(0, end);

  it('says when it was delivered', () => {
    everyOne(
      fc.property(minute, (at) => {
        const name = `111122223333_CloudTrail_eu-central-1_${stamp(at, 13)}Z_Mu0KsOhtH1ar15ZZ.json.gz`;
        expect(deliveredAt(FOLDER, `${dayFolder(FOLDER, 'CloudTrail', at)}${name}`)).toEqual(at);
        expect(deliveredAt(FOLDER, name)).toBeNull();
      }),
    );
  });

  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 14, maxLength: 14 });

  it('says no time that is not one, as a digest either', () => {
    everyOne(
      fc.property(
        fc.oneof(
          digits,
          minute.map((at) => stamp(at, 15).replace('T', '')),
        ),
        (text) => {
          const [date, time] = [text.slice(0, 8), text.slice(8)];
          const at = digestEndsAt(
            `111122223333_CloudTrail-Digest_eu-central-1_t_eu-central-1_${date}T${time}Z.json.gz`,
          );
          if (at !== null) expect(stamp(at, 15)).toBe(`${date}T${time}`);
        },
      ),
    );
  });

  it('may be any other', () => {
    everyOne(
      fc.property(anyText, (key) => [deliveredAt(FOLDER, key), digestEndsAt(key)].every((at) => at === null)),
    );
  });
});
