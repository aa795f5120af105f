import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { LOCAL_COPIES_BYTES, transcriptFetcher } from '../../../lambda/aws/fetch-transcript';
import { OutOfTimeError } from '../../../lambda/reporter-error';
import { beginTime, type InvocationTime } from '../../../lambda/time';
import { transcriptRef } from '../records';

const MIB = 2 ** 20;
const CONTENT = Buffer.from('# ls\r\n');

let disk: string;
let before: string | undefined;
let time: InvocationTime;
beforeEach(() => {
  disk = mkdtempSync(join(tmpdir(), 'local-copies-'));
  before = process.env.TMPDIR;
  process.env.TMPDIR = disk;
  time = beginTime(60_000);
});
afterEach(() => {
  time.end();
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  rmSync(disk, { recursive: true });
});

/** S3 answers every GetObject, and counts them. */
const fetcher = (keepCopy = true) => {
  let asked = 0;
  const handle = async () => {
    asked += 1;
    const headers = { 'content-length': String(CONTENT.length), etag: '"e"' };
    return { response: { statusCode: 200, headers, body: Readable.from([CONTENT]) } };
  };
  const s3 = new S3Client({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' },
    requestHandler: { handle },
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return { fetch: transcriptFetcher(s3, time, keepCopy, () => {}), asked: () => asked };
};
const large = transcriptRef({ sizeBytes: 256 * MIB });
const small = transcriptRef({ sizeBytes: 8 * 1024 });
const settle = async () => {
  for (let turns = 0; turns < 200; turns += 1) await turn();
};

describe('copies of transcripts on the disk', () => {
  it.each([
    ['as large as they may be', large],
    ['of unknown size', transcriptRef({ sizeBytes: null })],
  ])('%s wait until there is room', async (_, ref) => {
    const { fetch, asked } = fetcher();
    const held = await Promise.all(
      Array.from({ length: LOCAL_COPIES_BYTES / (256 * MIB) }, () => fetch(ref)),
    );
    const next = fetch(ref);
    await settle();
    expect(asked()).toBe(held.length);
    const [first] = held;
    if (first?.kind !== 'read') throw new Error('expected a transcript');
    await first.dispose();
    await first.dispose();
    const after = fetch(ref);
    await expect(next).resolves.toMatchObject({ kind: 'read' });
    await settle();
    expect(asked()).toBe(held.length + 1);
    time.end();
    await expect(after).rejects.toBeInstanceOf(OutOfTimeError);
  });

  it.each([
    ['that are small', small, true],
    ['that are too large to be copied', transcriptRef({ sizeBytes: 1024 * MIB }), true],
    ['of which no copy is kept', large, false],
  ])('%s do not wait', async (_, ref, keepCopy) => {
    const { fetch } = fetcher(keepCopy);
    await expect(Promise.all(Array.from({ length: 25 }, () => fetch(ref)))).resolves.toHaveLength(25);
  });
});
