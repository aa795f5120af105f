import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { S3Client } from '@aws-sdk/client-s3';
import { trailBucketSearch } from '../../lambda/aws/trail-bucket/search-trail-bucket';
import { TRAIL_BUCKET_CLIENT } from '../../lambda/aws/trail-bucket/trail-bucket-client';
import { parseSessionId } from '../../lambda/session/session-id';
import { beginTime } from '../../lambda/time';
import { ABSENT, FOLDER, NEWEST_DELIVERY, PRESENT } from './cloudtrail-files';

/** The measured process: the code that is deployed, bundled as it is deployed, with real SDK clients over HTTP. */
const [endpoint = ''] = process.argv.slice(2);
const connection = {
  region: FOLDER.region,
  endpoint,
  credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' },
};

const time = beginTime(600_000);
const search = trailBucketSearch({
  ...FOLDER,
  s3: new S3Client({ ...connection, ...TRAIL_BUCKET_CLIENT, forcePathStyle: true }),
  cloudtrail: new CloudTrailClient(connection),
  bucket: 'trail',
  time,
  warn: (message, details) => console.error(message, details),
});
const sought = [PRESENT, ABSENT].flatMap((text) => {
  const id = parseSessionId(text);
  return id === null
    ? []
    : [
        {
          id,
          uploadedAt: NEWEST_DELIVERY,
          firstUploadedAt: NEWEST_DELIVERY,
          startedAt: null,
          until: NEWEST_DELIVERY,
        },
      ];
});

const timed = async (): Promise<{ seconds: number; found: readonly string[] }> => {
  const begun = performance.now();
  const looks = [...(await search(sought))];
  const seconds = (performance.now() - begun) / 1000;
  for (const [, { unfinished }] of looks) if (unfinished !== null) throw unfinished;
  return { seconds, found: looks.flatMap(([id, { records }]) => (records.length > 0 ? [id] : [])) };
};

/** The first search of a process pays for compiling the SDK; a function that is kept warm pays once. */
const measure = async (): Promise<void> => {
  const first = await timed();
  const second = await timed();
  time.end();
  process.send?.({ first, second, peakBytes: process.resourceUsage().maxRSS * 1024 });
};
void measure();
