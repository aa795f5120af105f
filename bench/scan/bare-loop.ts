import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CLOUDTRAIL_BUCKET_CLIENT } from '../../lambda/aws/cloudtrail-bucket/cloudtrail-bucket-client';
import { FOLDER, PRESENT } from './cloudtrail-files';

/**
 * The simplest search over HTTP: fetch, unpack, search for one string, without windows, error handling or checks. It shows
 * what HTTP and the SDK cost by themselves. The search is faster: docs/performance.md says why. The second argument is
 * `http` (unsigned, node:http) or `sdk` (GetObject).
 */
const [endpoint = '', fetchedWith = ''] = process.argv.slice(2);
const FILES_AT_ONCE = 6;

const s3 = new S3Client({
  region: FOLDER.region,
  endpoint,
  credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' },
  ...CLOUDTRAIL_BUCKET_CLIENT,
  forcePathStyle: true,
});
const agent = new Agent({ keepAlive: true });

const fetchWithHttp = async (key: string): Promise<unknown> => {
  const [response] = await once(get(`${endpoint}/trail/${key}`, { agent }), 'response');
  return response;
};
const fetchWithSdk = async (key: string): Promise<unknown> =>
  (await s3.send(new GetObjectCommand({ Bucket: 'trail', Key: key }))).Body;
const open = fetchedWith === 'sdk' ? fetchWithSdk : fetchWithHttp;

const mentions = async (key: string): Promise<boolean> => {
  const packed = await open(key);
  if (!(packed instanceof Readable)) throw new TypeError(`no body for ${key}`);
  let found = false;
  const unpacked = packed.pipe(createGunzip({ chunkSize: 512 * 1024 }));
  unpacked.on('data', (piece: Buffer) => {
    found ||= piece.includes(PRESENT);
  });
  await once(unpacked, 'end');
  return found;
};

const timed = async (
  keys: readonly string[],
): Promise<{ seconds: number; processor: number; found: readonly string[] }> => {
  const begun = performance.now();
  const before = process.cpuUsage();
  const left = [...keys];
  const found: string[] = [];
  const work = async () => {
    for (let key = left.pop(); key !== undefined; key = left.pop()) if (await mentions(key)) found.push(key);
  };
  await Promise.all(Array.from({ length: FILES_AT_ONCE }, work));
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - begun) / 1000, processor: (user + system) / 1e6, found };
};

const measure = async (): Promise<void> => {
  const listing = await fetch(`${endpoint}/trail/?list-type=2`).then((response) => response.text());
  const keys = [...listing.matchAll(/<Key>([^<]+)<\/Key>/g)].flatMap(([, key]) => key ?? []);
  const first = await timed(keys);
  const second = await timed(keys);
  agent.destroy();
  s3.destroy();
  process.send?.({ first, second, peakBytes: process.resourceUsage().maxRSS * 1024 });
};
void measure();
