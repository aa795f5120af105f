import { accountFolder, type FileKind } from '../cloudtrail-log/account-folder';

/**
 * How CloudTrail names what it puts into a trail's bucket. Getting a folder wrong loses no file loudly: it simply lists
 * nothing. So the layout is written here once, from the user guide's "CloudTrail log file name format" and "Digest file
 * location":
 *
 *   [prefix/]AWSLogs/[o-…/]<account>/CloudTrail/<region>/2026/07/31/
 *     <account>_CloudTrail_<region>_20260731T1230Z_Mu0KsOhtH1ar15ZZ.json.gz
 *   [prefix/]AWSLogs/[o-…/]<account>/CloudTrail-Digest/<region>/2026/07/31/
 *     <account>_CloudTrail-Digest_<region>_<trail>_<home region>_20260731T130131Z[_backfill].json.gz
 *
 * Times are UTC. A log file is named for the minute it was *delivered*; its events are older.
 */

/** Where one account's log files of one region lie in a trail's bucket. */
export interface CloudTrailFolder {
  /** What stands before `AWSLogs/`; empty when nothing does. */
  readonly prefix: string;
  /** `o-…` when the trail is an organization's. */
  readonly organizationId: string | null;
  readonly accountId: string;
  readonly region: string;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `prefix/AWSLogs/…/2026/07/31/`: the folder of one UTC day. The kinds are whole segments, so that neither lists the other. */
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

const instant = (parts: readonly (string | undefined)[]): Date => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
};

const LOG_FILE_NAME_END = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[^/]+\.json\.gz$/;

/** The minute this log file was delivered, or null when the key is no log file of this account and region. */
export const deliveredAt = (folder: CloudTrailFolder, key: string): Date | null => {
  const name = key.slice(key.lastIndexOf('/') + 1);
  const start = fileNameStart(folder);
  const stamp = name.startsWith(start) ? LOG_FILE_NAME_END.exec(name.slice(start.length)) : null;
  const minute = stamp && instant(stamp.slice(1));
  // Elsewhere, or in the folder of another day, it is not CloudTrail's, and would lie about where in the list it stands.
  return minute !== null && key === `${dayFolder(folder, 'CloudTrail', minute)}${name}` ? minute : null;
};

const DIGEST_NAME_END = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(?:_backfill)?\.json\.gz$/;

/** The end of the hour this digest file speaks of, or null when the key is no digest file. */
export const digestEndsAt = (key: string): Date | null => {
  const stamp = DIGEST_NAME_END.exec(key);
  return stamp && instant(stamp.slice(1));
};
