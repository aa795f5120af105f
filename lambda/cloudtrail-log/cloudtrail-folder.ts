import { timeOf } from '../iso-time';
import { accountFolder, type FileKind } from './account-folder';

/**
 * How CloudTrail names what it puts into a CloudTrail trail's bucket. A wrong folder causes no error, it just lists nothing,
 * so the layout is defined only here, from the user guide's "CloudTrail log file name format" and "Digest file location":
 *
 *   [prefix/]AWSLogs/[o-…/]<account>/CloudTrail/<region>/2026/07/31/
 *     <account>_CloudTrail_<region>_20260731T1230Z_Mu0KsOhtH1ar15ZZ.json.gz
 *   [prefix/]AWSLogs/[o-…/]<account>/CloudTrail-Digest/<region>/2026/07/31/
 *     <account>_CloudTrail-Digest_<region>_<CloudTrail trail>_<home region>_20260731T130131Z[_backfill].json.gz
 *
 * Times are UTC. A log file is named for the minute it was *delivered*; its events are older.
 */

/** Where one account's log files of one region are in a CloudTrail trail's bucket. */
export interface CloudTrailFolder {
  /** The key prefix before `AWSLogs/`; may be empty. */
  readonly prefix: string;
  /** `o-…` for an organization's CloudTrail trail. */
  readonly organizationId: string | null;
  readonly accountId: string;
  readonly region: string;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `prefix/AWSLogs/…/2026/07/31/`: the folder of one UTC day. Kinds are whole segments, so listing one never lists the other. */
export const dayFolder = (folder: CloudTrailFolder, kind: FileKind, day: Date): string => {
  const account = accountFolder({
    prefixFolder: folder.prefix === '' ? '' : `${folder.prefix.replace(/\/$/, '')}/`,
    organizationFolder: folder.organizationId === null ? '' : `${folder.organizationId}/`,
    accountId: folder.accountId,
  });
  const date = [day.getUTCFullYear(), two(day.getUTCMonth() + 1), two(day.getUTCDate())].join('/');
  return `${account}${kind}/${folder.region}/${date}/`;
};

const fileNameStart = (folder: CloudTrailFolder): string =>
  `${folder.accountId}_CloudTrail_${folder.region}_`;

/** The greatest key that sorts before every log file delivered in this minute of the day, for ListObjectsV2's `StartAfter`. */
export const keyBeforeMinute = (folder: CloudTrailFolder, minute: Date): string => {
  const date = `${minute.getUTCFullYear()}${two(minute.getUTCMonth() + 1)}${two(minute.getUTCDate())}`;
  const stamp = `${date}T${two(minute.getUTCHours())}${two(minute.getUTCMinutes())}`;
  return `${dayFolder(folder, 'CloudTrail', minute)}${fileNameStart(folder)}${stamp}`;
};

/** The time of a name's stamp, null where it is not one: CloudTrail writes no 31 February, and no 99 hours. */
const timeOfStamp = (stamp: RegExpExecArray | null): Date | null => {
  if (stamp === null) return null;
  const [, year, month, day, hour, minute, second = '00'] = stamp;
  return timeOf(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
};

const LOG_FILE_NAME_END = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[^/]+\.json\.gz$/;

/** The minute this log file was delivered, or null when the key is not a log file of this account and region. */
export const deliveredAt = (folder: CloudTrailFolder, key: string): Date | null => {
  const name = key.slice(key.lastIndexOf('/') + 1);
  const start = fileNameStart(folder);
  const stamp = name.startsWith(start) ? LOG_FILE_NAME_END.exec(name.slice(start.length)) : null;
  const minute = timeOfStamp(stamp);
  // A file anywhere else, such as in another day's folder, is not CloudTrail's, and its name would not match the listing order.
  return minute !== null && key === `${dayFolder(folder, 'CloudTrail', minute)}${name}` ? minute : null;
};

const DIGEST_NAME_END = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(?:_backfill)?\.json\.gz$/;

/** The end of the hour this digest file covers, or null when the key is not a digest file. */
export const digestEndsAt = (key: string): Date | null => timeOfStamp(DIGEST_NAME_END.exec(key));
