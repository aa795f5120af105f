import type { KeyObject } from 'node:crypto';
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import {
  type CloudTrailFolder,
  dayFolder,
  deliveredAt,
  digestEndsAt,
} from '../../cloudtrail-log/cloudtrail-folder';
import {
  judgeLogFile,
  LISTED_WITHIN_MS,
  type ReadDigest,
  UNLISTED_IS_FALSE_AFTER_MS,
} from '../../cloudtrail-log/judge-log-file';
import { ReporterError } from '../../reporter-error';
import type { DigestVerdict } from '../../session/session';
import { type CloudTrailBucket, listKeys } from './list-keys';
import { listPublicKeys } from './public-keys';
import { type PublicKeysBetween, readDigest } from './read-digest';
import { hashLogFile } from './read-log-file';

export interface DigestCheckDeps extends CloudTrailBucket, CloudTrailFolder {
  readonly cloudtrail: CloudTrailClient;
  readonly warn: (message: string, details: Record<string, unknown>) => void;
  readonly signal: AbortSignal;
}

/** Asks once for each `name`; a failure is not kept, so that the next may ask again. */
const once = <Answer>() => {
  const asked = new Map<string, Promise<Answer>>();
  return (name: string, ask: () => Promise<Answer>): Promise<Answer> => {
    const answer = asked.get(name) ?? ask();
    asked.set(name, answer);
    answer.catch(() => asked.delete(name));
    return answer;
  };
};

const HOUR_MS = 3_600_000;
// Hours after delivery whose digests matter; the last two so that a digest ending just after midnight is seen.
const HOURS_LISTED = [
  0,
  LISTED_WITHIN_MS,
  UNLISTED_IS_FALSE_AFTER_MS,
  UNLISTED_IS_FALSE_AFTER_MS + 2 * HOUR_MS,
];

/**
 * The digest check: does CloudTrail confirm that this log file is as it was delivered? What the verdicts mean is written at
 * `judgeLogFile`. It never throws for want of an answer: what cannot be read now (permission, outage) is `pending`, with a
 * warning, because a session is reported with its caller first and settled later. What one check read of digests and keys
 * the next does not read again, so make a new one for each batch.
 */
export const digestCheck = (deps: DigestCheckDeps) => {
  const { signal } = deps;
  const listings = once<string[]>();
  const keyRings = once<ReadonlyMap<string, KeyObject>>();
  const digests = once<ReadDigest | null>();

  const digestKeysIn = (folder: string) =>
    listings(folder, async () => {
      const keys: string[] = [];
      for await (const key of listKeys(deps, folder, null, signal)) {
        if (digestEndsAt(key) !== null) keys.push(key);
      }
      return keys;
    });
  const publicKeysBetween: PublicKeysBetween = (from, to) =>
    keyRings(`${from.toISOString()}/${to.toISOString()}`, () =>
      listPublicKeys(deps.cloudtrail, from, to, signal),
    );
  const digestAt = (key: string) => digests(key, () => readDigest(deps, key, publicKeysBetween, signal));

  const judge = async (key: string, delivered: Date, sha256: string | null): Promise<DigestVerdict> => {
    const minute = delivered.getTime();
    const days = HOURS_LISTED.map((later) => dayFolder(deps, 'CloudTrail-Digest', new Date(minute + later)));
    const keys = (await Promise.all([...new Set(days)].map(digestKeysIn))).flat();
    const ends = keys.map((digestKey) => ({ digestKey, end: digestEndsAt(digestKey)?.getTime() ?? 0 }));
    const near = ends.filter(({ end }) => end >= minute && end <= minute + LISTED_WITHIN_MS);
    // Each by itself: one that cannot be read must not keep the others from speaking.
    const asked = await Promise.allSettled(near.map(({ digestKey }) => digestAt(digestKey)));
    const read = asked.flatMap((answer) => (answer.status === 'fulfilled' ? (answer.value ?? []) : []));
    const failure = asked.find((answer) => answer.status === 'rejected');
    const newest = Math.max(0, ...ends.map(({ end }) => end));
    const verdict = judgeLogFile({ key, deliveredAt: delivered, sha256 }, read, new Date(newest));
    if (failure !== undefined && verdict === 'pending') throw failure.reason;
    return verdict;
  };

  /** @param file `sha256` of the unpacked bytes when the caller has read them already; otherwise they are read here. */
  return async (file: { bucket: string; key: string; sha256?: string }): Promise<DigestVerdict> => {
    const delivered = deliveredAt(deps, file.key);
    if (file.bucket !== deps.bucket || delivered === null) return 'pending';
    try {
      return await judge(file.key, delivered, file.sha256 ?? (await hashLogFile(deps, file.key, signal)));
    } catch (error) {
      if (!(error instanceof ReporterError)) throw error;
      if (!signal.aborted)
        deps.warn('The digest check could not be made', {
          bucket: file.bucket,
          key: file.key,
          reason: error.message,
        });
      return 'unchecked';
    }
  };
};
