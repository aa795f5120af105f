import { createHash } from 'node:crypto';
import pMap from 'p-map';
import * as v from 'valibot';
import { type CloudTrailFolder, dayFolder, deliveredAt } from '../lambda/cloudtrail-log/cloudtrail-folder';
import { judgeLogFile, LISTED_WITHIN_MS, type ReadDigest } from '../lambda/cloudtrail-log/judge-log-file';
import { type CallCollector, type CallsOfDay, callCollector } from '../lambda/completeness/calls-of-day';
import { dayAfter, spanOf } from '../lambda/completeness/day';
import { elementSplitter } from '../lambda/json-elements';
import { readDigests, unpackedOf } from './digests';
import type { Findings } from './finding';
import { type CloudTrailFiles, type Sources, UncheckableError } from './sources';

/** A log file has at most 50 MB unpacked; one of ten times that is not CloudTrail's. */
const MAX_LOG_FILE_BYTES = 512 * 1024 ** 2;
const RECORDS = { depth: 3, maxBytes: 1024 * 1024 };
const EVENT_NAMES = ['ExecuteCommand', 'StartSession'] as const;

const FILES_AT_A_TIME = 6;

/** The days in whose folders calls of `day` are: log files are named for their delivery, which may be late. */
const DAYS_OF_DELIVERY = 3;

const daysFrom = (day: string, count: number): readonly Date[] => {
  const days = [day];
  while (days.length < count) days.push(dayAfter(days.at(-1) ?? day));
  return days.map((each) => spanOf(each).from);
};

const verdictOf = (
  file: { key: string; delivered: Date; sha256: string | null },
  digests: readonly ReadDigest[],
) => {
  const { key, delivered, sha256 } = file;
  const minute = delivered.getTime();
  const near = digests.filter(
    ({ endsAt }) => endsAt.getTime() >= minute && endsAt.getTime() <= minute + LISTED_WITHIN_MS,
  );
  const newest = Math.max(0, ...digests.map(({ endsAt }) => endsAt.getTime()));
  return judgeLogFile({ key, deliveredAt: delivered, sha256 }, near, new Date(newest));
};

const takeRecords = (
  unpacked: Buffer,
  key: string,
  bucket: string,
  delivered: Date,
  collector: CallCollector,
) => {
  const records = elementSplitter(RECORDS);
  const elements = records.take(unpacked);
  if (!records.wasWhole('{')) throw new SyntaxError('expected a complete JSON object');
  for (const element of elements) {
    if (!EVENT_NAMES.some((name) => element.includes(`"${name}"`))) continue;
    collector.take(JSON.parse(element.toString('utf8')), {
      source: 'cloudtrail-bucket',
      bucket,
      key,
      deliveredAt: delivered,
      digestVerified: 'pending',
    });
  }
};

/** Reads one log file; returns the hash of its unpacked bytes, or null when it is broken. */
const readLogFile = async (
  files: CloudTrailFiles,
  key: string,
  delivered: Date,
  collector: CallCollector,
): Promise<string | null> => {
  const object = await files.read(key);
  if (object === null) return null;
  try {
    const unpacked = await unpackedOf(object, MAX_LOG_FILE_BYTES);
    takeRecords(unpacked, key, files.bucket, delivered, collector);
    return createHash('sha256').update(unpacked).digest('hex');
  } catch (error) {
    if (error instanceof UncheckableError) throw error;
    return null;
  }
};

const readBucket = async (
  files: CloudTrailFiles,
  folder: CloudTrailFolder,
  day: string,
  findings: Findings,
): Promise<CallsOfDay> => {
  const collector = callCollector(day);
  const digests = await readDigests(files, folder, daysFrom(day, DAYS_OF_DELIVERY + 1), findings);
  const days = daysFrom(day, DAYS_OF_DELIVERY);
  const folders = days.map((date) => dayFolder(folder, 'CloudTrail', date));
  const present = new Set<string>();
  let unconfirmed = 0;
  const read = async (key: string): Promise<void> => {
    const delivered = deliveredAt(folder, key);
    if (delivered === null) return;
    present.add(key);
    const sha256 = await readLogFile(files, key, delivered, collector);
    const verdict = verdictOf({ key, delivered, sha256 }, digests);
    if (verdict === 'false')
      findings.mismatch('log-file', key, 'CloudTrail has not signed this log file as it is now');
    else if (sha256 === null) findings.cannotCheck('log-file', key, 'this log file cannot be read');
    else if (verdict !== 'true') unconfirmed += 1;
  };
  for (const dayOfDelivery of folders)
    await pMap(files.list(dayOfDelivery), read, { concurrency: FILES_AT_A_TIME });
  if (present.size === 0)
    throw new UncheckableError(
      `there is no log file of ${day} in s3://${files.bucket}/${folders[0]}; check bucket, prefix, organization, account and region`,
    );
  const listed = digests
    .filter(({ trusted }) => trusted)
    .flatMap(({ sha256ByKey }) => [...sha256ByKey.keys()]);
  for (const key of listed.filter((each) => folders.some((start) => each.startsWith(start)))) {
    if (!present.has(key))
      findings.mismatch('log-file', key, 'CloudTrail delivered this log file, and it is gone');
  }
  if (unconfirmed > 0) findings.note(`log files that no digest confirms: ${unconfirmed} of ${present.size}`);
  return collector.calls();
};

const Unreadable = v.strictObject({ unreadableEvent: v.string() });

const readHistory = async ({ history }: Sources, day: string): Promise<CallsOfDay> => {
  const collector = callCollector(day);
  for (const eventName of EVENT_NAMES) {
    for await (const record of history(eventName, day)) {
      if (v.is(Unreadable, record)) collector.takeUnreadable(record.unreadableEvent);
      else collector.take(record, { source: 'event-history' });
    }
  }
  return collector.calls();
};

/** The calls of a day, from the bucket of a CloudTrail trail, or from event history where no bucket was given. */
export const readCalls = (
  sources: Sources,
  folder: CloudTrailFolder,
  day: string,
  findings: Findings,
): Promise<CallsOfDay> =>
  sources.cloudTrail === null
    ? readHistory(sources, day)
    : readBucket(sources.cloudTrail, folder, day, findings);
