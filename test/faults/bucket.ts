import { gunzipSync, gzipSync } from 'node:zlib';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { Answer, LateMishap, Match } from '../../stand-ins/network/mishaps';
import type { Stage } from '../../stand-ins/stage';
import { CLOUDTRAIL } from '../end-to-end/log-files';
import { type Ending, type Fault, type LogLine, NOTHING_TO_DO } from './fault';
import { ALICES_FILE } from './story-of-log-files';

/** In what the faults of the CloudTrail trail's bucket are written. */

export const fault =
  (where: string) =>
  (part: Omit<Fault, 'where' | 'log' | 'todo'> & Partial<Fault>): Fault => ({
    where,
    story: 'log files',
    log: [],
    todo: NOTHING_TO_DO,
    ...part,
  });

export const listing = (more: Match = {}): Match => ({
  service: 'S3',
  operation: 'ListObjectsV2',
  about: '/CloudTrail/',
  ...more,
});
export const logFileOf = {
  alice: { service: 'S3', operation: 'GetObject', about: ALICES_FILE },
  both: { service: 'S3', operation: 'GetObject', about: '/CloudTrail/' },
} as const satisfies Record<string, Match>;
export const DIGEST: Match = { service: 'S3', operation: 'GetObject', about: 'CloudTrail-Digest' };
export const DIGESTS: Match = { service: 'S3', operation: 'ListObjectsV2', about: 'CloudTrail-Digest' };
export const KEYS: Match = { service: 'CloudTrail', operation: 'ListPublicKeys' };

export const answer = (is: Answer): LateMishap => ({ kind: 'answer', answer: is });

/** Of uploads: an hour and a half ago is past the deadline, and not yet past the wait for digests. */
export const PAST_DEADLINE = { uploadedMinutesAgo: 90 };
export const PAST_GRACE = { uploadedMinutesAgo: 26 * 60 };
/** Two hours past the deadline: no digest is waited for any more. */
export const PAST_DIGESTS = { uploadedMinutesAgo: 185 };

export const both = (waits: readonly number[]): Ending => ({ waits, bob: 'the same' });

export const ALARM = 'runbook: [sessions-unattributed](runbook.md#sessions-unattributed)';

export const unattributed = (reason: RegExp): Ending => ({
  waits: [],
  trail: 'unattributed-{session}',
  attestations: {
    'user-identity': { is_compliant: false, user_data: { principal_id: null, reason } },
    // Where and in which task the session was, Systems Manager knows.
    'service-identity': { is_compliant: null },
    'command-logs': { user_data: { attached: 'verbatim' } },
  },
  how: 'on `unattributed-<session id>`, `user-identity` not compliant with the reason',
});

/** Attributed, and CloudTrail's digest confirms it. */
export const CONFIRMED: Pick<Ending, 'attestations'> = {
  attestations: { 'user-identity': { user_data: { digest_verified: 'true' } } },
};

export const LEFT_OUT = (says: string): LogLine => ({
  level: 'WARN',
  message: 'A CloudTrail log file was left out of the search',
  says,
});

const keyOf = async ({ s3 }: Pick<Stage, 's3'>, part: string): Promise<string> => {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: CLOUDTRAIL.bucketName }));
  const found = Contents.find(({ Key }) => Key?.includes(part) === true)?.Key;
  if (found === undefined) throw new Error(`no key of the CloudTrail bucket has "${part}"`);
  return found;
};

const put = async (stage: Stage, Key: string, Body: Buffer): Promise<void> => {
  await stage.s3.send(new PutObjectCommand({ Bucket: CLOUDTRAIL.bucketName, Key, Body }));
};

/** The bytes of a log file or digest, as they were put there. */
export const bytesOf = async ({ s3 }: Stage, part: string): Promise<Buffer> => {
  const Key = await keyOf({ s3 }, part);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: CLOUDTRAIL.bucketName, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
};

/** From now on Alice's log file is other bytes. @param change of those that CloudTrail wrote */
export const rewrite = async (stage: Stage, change: (bytes: Buffer) => Buffer): Promise<void> =>
  put(stage, await keyOf(stage, ALICES_FILE), change(await bytesOf(stage, ALICES_FILE)));

/** The same of its content. */
export const alter = (stage: Stage, change: (content: string) => string): Promise<void> =>
  rewrite(stage, (bytes) => gzipSync(change(gunzipSync(bytes).toString())));

/** The digest is gone. */
export const removeDigest = async (stage: Stage): Promise<void> => {
  const Key = await keyOf(stage, 'CloudTrail-Digest');
  await stage.s3.send(new DeleteObjectCommand({ Bucket: CLOUDTRAIL.bucketName, Key }));
};

/** The digest has a wrong hash for Alice's log file, and is as CloudTrail signed it otherwise. */
export const garbleDigest = async (stage: Stage): Promise<void> => {
  const content = gunzipSync(await bytesOf(stage, 'CloudTrail-Digest')).toString();
  const wrong = content.replace(
    /("s3Object":"[^"]*FileOfAlice[^"]*","hashValue":")[0-9a-f]{8}/,
    '$100000000',
  );
  if (wrong === content) throw new Error("the digest is expected to list Alice's log file");
  await put(stage, await keyOf(stage, 'CloudTrail-Digest'), gzipSync(wrong));
};
