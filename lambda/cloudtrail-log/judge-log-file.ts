import type { DigestVerdict } from '../session/session';
import type { Digest } from './digest';

/** A digest, and whether CloudTrail signed it. */
export interface ReadDigest extends Digest {
  readonly trusted: boolean;
}

export interface LogFile {
  readonly key: string;
  /** The minute it was delivered. */
  readonly deliveredAt: Date;
  /** Hex SHA-256 of the unpacked bytes; null when the file is gone or can no longer be unpacked. */
  readonly sha256: string | null;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * How long after delivery a digest that lists the file may end: the digest of the delivery hour, or of the next (the AWS CLI
 * also looks one hour further), plus an hour for digests that cover more than an hour.
 */
export const LISTED_WITHIN_MS = 3 * HOUR_MS;

/**
 * How much later CloudTrail's newest digest must be before a file that no digest lists counts as not CloudTrail's. "Backfill"
 * digests list files late, and AWS documents no limit for them.
 */
export const UNLISTED_IS_FALSE_AFTER_MS = 24 * HOUR_MS;

const covers = (digests: readonly Digest[], minute: number): boolean =>
  // Two digests may cover the minute together: one ends and the next starts within it.
  digests.some(({ startsAt }) => startsAt.getTime() <= minute) &&
  digests.some(({ endsAt }) => endsAt.getTime() >= minute + MINUTE_MS);

/**
 * Whether CloudTrail confirms this log file:
 *
 * - `true`: a digest that CloudTrail signed lists the file with this hash.
 * - `false`: a signed digest lists it with another hash; or the digest that lists it is not CloudTrail's (altered, moved,
 *   badly signed) and no signed one lists it; or signed digests cover its minute, none lists it, and a digest of 24 hours
 *   later exists: CloudTrail has had enough time, so somebody else put the file there. (A file of a second CloudTrail trail in
 *   the same folder with log-file validation off also gets this verdict, because the two cases cannot be distinguished.)
 * - `unlisted`: signed digests cover its minute, none lists it, and CloudTrail may still do so.
 * - `unchecked`: the digest that covers its minute is not CloudTrail's, or no digest that could be read covers it.
 * - `pending`: anything else. No digest covers the minute yet, or none ever will because validation was off.
 *
 * `digests` are those that end up to `LISTED_WITHIN_MS` after delivery; `newestEndsAt` is the end of the newest known.
 */
export const judgeLogFile = (
  file: LogFile,
  digests: readonly ReadDigest[],
  newestEndsAt: Date | null,
): DigestVerdict => {
  const minute = file.deliveredAt.getTime();
  const trusted = digests.filter((digest) => digest.trusted);
  const untrusted = digests.filter((digest) => !digest.trusted);

  const hashes = trusted.flatMap((digest) => digest.sha256ByKey.get(file.key) ?? []);
  if (hashes.length > 0) return hashes.every((hash) => hash === file.sha256) ? 'true' : 'false';

  if (untrusted.some((digest) => digest.sha256ByKey.has(file.key))) return 'false';

  if (!covers(trusted, minute)) return covers(untrusted, minute) ? 'unchecked' : 'pending';
  const timeIsUp = (newestEndsAt?.getTime() ?? 0) >= minute + UNLISTED_IS_FALSE_AFTER_MS;
  return timeIsUp ? 'false' : 'unlisted';
};
