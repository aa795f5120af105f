import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { S3Client } from '@aws-sdk/client-s3';
import { CLOUDTRAIL_BUCKET_CLIENT } from '../../lambda/aws/cloudtrail-bucket/cloudtrail-bucket-client';
import { folderSearch } from '../../lambda/aws/cloudtrail-bucket/search-folder';
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
const search = folderSearch({
  ...FOLDER,
  s3: new S3Client({ ...connection, ...CLOUDTRAIL_BUCKET_CLIENT, forcePathStyle: true }),
  cloudtrail: new CloudTrailClient(connection),
  bucket: 'trail',
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
          deadline: NEWEST_DELIVERY,
          accountId: FOLDER.accountId,
          region: FOLDER.region,
        },
      ];
});

const timed = async (): Promise<{ seconds: number; processor: number; found: readonly string[] }> => {
  const begun = performance.now();
  const before = process.cpuUsage();
  const results = [...(await search(sought, time))];
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(before);
  for (const [, { stoppedBy }] of results) if (stoppedBy !== null) throw stoppedBy;
  const processor = (user + system) / 1e6;
  return {
    seconds,
    processor,
    found: results.flatMap(([id, { records }]) => (records.length > 0 ? [id] : [])),
  };
};

/** The first search of a process pays for compiling the SDK; a function that is kept warm pays once. */
const measure = async (): Promise<void> => {
  const first = await timed();
  const second = await timed();
  time.end();
  process.send?.({ first, second, peakBytes: process.resourceUsage().maxRSS * 1024 });
};
void measure();
