import type { DigestVerdict } from '../session/session';
import type { Digest } from './digest';

/** A digest, and whether its signature is CloudTrail's. */
export interface ReadDigest extends Digest {
  readonly trusted: boolean;
}

export interface LogFile {
  readonly key: string;
  /** The minute it was delivered. */
  readonly deliveredAt: Date;
  /** Hex SHA-256 of the unpacked bytes; null when the file is gone or cannot be unpacked any more. */
  readonly sha256: string | null;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * Digests that may list a file: of the hour it was delivered in, or of the next (the AWS CLI looks one hour further too),
 * and an hour for hours drawn out.
 */
export const LISTED_WITHIN_MS = 3 * HOUR_MS;

/**
 * How much of CloudTrail's own time must pass, seen by its later digests, before a file that none lists counts as not
 * CloudTrail's. "Backfill" digests name files late, and AWS gives no limit for them.
 */
export const UNLISTED_IS_FALSE_AFTER_MS = 24 * HOUR_MS;

const covers = (digests: readonly Digest[], minute: number): boolean =>
  // Two digests may share the minute: the end of one is the start of the next.
  digests.some(({ startsAt }) => startsAt.getTime() <= minute) &&
  digests.some(({ endsAt }) => endsAt.getTime() >= minute + MINUTE_MS);

/**
 * Whether CloudTrail confirms this log file:
 *
 * - `true`: a digest that CloudTrail signed lists the file with this hash.
 * - `false`: a signed digest lists it with another hash; or the digest that lists it is not CloudTrail's (altered, moved,
 *   badly signed) and no signed one lists it; or signed digests speak of its minute, none
 *   lists it, and a digest of 24 hours later exists: CloudTrail had its time, the file was put there by somebody else.
 *   (So is a file of a second trail in the same folder that has log-file validation off. Nobody can tell the two apart.)
 * - `unlisted`: signed digests speak of its minute, none lists it, and CloudTrail still has time to.
 * - `unchecked`: the digest that speaks of its minute is not CloudTrail's, or none that could be read does.
 * - `pending`: anything else. No digest speaks of the minute yet, or never will, because validation was off.
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
