import { Readable } from 'node:stream';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { limitAnswers } from '../../../lambda/aws/limit-answers';
import { at } from '../../stand-ins/aws/clients';

const MIB = 2 ** 20;

/** Answers without saying how long it is, and counts what is read of it. */
const endless = (statusCode: number, headers: Readonly<Record<string, string>> = {}) => {
  const read = { bytes: 0 };
  const body = Readable.from(
    (function* () {
      const piece = Buffer.alloc(MIB, ' ');
      // So that a client without a limit ends as well.
      for (let pieces = 0; pieces < 200; pieces += 1) {
        read.bytes += piece.length;
        yield piece;
      }
    })(),
    { objectMode: false },
  );
  const requestHandler = { handle: async () => ({ response: { statusCode, headers, body } }) };
  return { read, settings: { ...at('http://127.0.0.1:1'), requestHandler, maxAttempts: 1 } };
};

describe('an answer that is far larger than any of AWS', () => {
  it.each([
    ['of CloudTrail', {}],
    ['of CloudTrail that announces its length', { 'content-length': String(200 * MIB) }],
  ])('%s is not read to its end, and that is an error', async (_, headers) => {
    const { read, settings } = endless(200, headers);
    const sent = limitAnswers(new CloudTrailClient(settings)).send(new LookupEventsCommand({}));
    await expect(sent).rejects.toThrow('AWS answered with more than');
    expect(read.bytes).toBeLessThan(40 * MIB);
  });

  it('is not read to its end where it is a list of S3 either', async () => {
    const { read, settings } = endless(200);
    const sent = limitAnswers(new S3Client(settings)).send(new ListObjectsV2Command({ Bucket: 'b' }));
    await expect(sent).rejects.toThrow('AWS answered with more than');
    expect(read.bytes).toBeLessThan(40 * MIB);
  });

  it('is cut off where it is an error', async () => {
    const { read, settings } = endless(403, { 'content-length': String(200 * MIB) });
    const sent = limitAnswers(new S3Client(settings)).send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));
    await expect(sent).rejects.toThrow();
    expect(read.bytes).toBeLessThan(4 * MIB);
  });

  it('is an error in JSON that is read, as its beginning alone would not say which', async () => {
    const error = JSON.stringify({ __type: 'AccessDeniedException', message: ' '.repeat(MIB) });
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'content-length': String(error.length) };
    const response = { statusCode: 400, headers, body: Readable.from([Buffer.from(error)]) };
    const requestHandler = { handle: async () => ({ response }) };
    const client = new CloudTrailClient({ ...at('http://127.0.0.1:1'), requestHandler, maxAttempts: 1 });
    const sent = limitAnswers(client).send(new LookupEventsCommand({}));
    await expect(sent).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('is an object, which is streamed', async () => {
    const { read, settings } = endless(200);
    const s3 = limitAnswers(new S3Client({ ...settings, responseChecksumValidation: 'WHEN_REQUIRED' }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));
    for await (const _ of Body as Readable);
    expect(read.bytes).toBe(200 * MIB);
  });
});
