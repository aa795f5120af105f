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

/** Loads each `name` once; a failure is not cached, so that the next call tries again. */
const once = <Value>() => {
  const cache = new Map<string, Promise<Value>>();
  return (name: string, load: () => Promise<Value>): Promise<Value> => {
    const value = cache.get(name) ?? load();
    cache.set(name, value);
    value.catch(() => cache.delete(name));
    return value;
  };
};

const HOUR_MS = 3_600_000;
// Offsets from delivery whose day folders are listed; the last two so that a digest ending just after midnight is seen.
const LISTED_OFFSETS_MS = [
  0,
  LISTED_WITHIN_MS,
  UNLISTED_IS_FALSE_AFTER_MS,
  UNLISTED_IS_FALSE_AFTER_MS + 2 * HOUR_MS,
];

/**
 * The digest check: does CloudTrail confirm that this log file is as it was delivered? See `judgeLogFile` for what the
 * verdicts mean. It does not throw when something cannot be read now (permission, outage): the verdict is then `unchecked`,
 * with a warning, because a session is reported with its caller first and settled later. Digests and keys are cached, so
 * create a new check for each batch.
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
    const days = LISTED_OFFSETS_MS.map((offset) =>
      dayFolder(deps, 'CloudTrail-Digest', new Date(minute + offset)),
    );
    const keys = (await Promise.all([...new Set(days)].map(digestKeysIn))).flat();
    const ends = keys.map((digestKey) => ({ digestKey, end: digestEndsAt(digestKey)?.getTime() ?? 0 }));
    const near = ends.filter(({ end }) => end >= minute && end <= minute + LISTED_WITHIN_MS);
    // Each on its own: one that cannot be read must not prevent the others from being used.
    const loaded = await Promise.allSettled(near.map(({ digestKey }) => digestAt(digestKey)));
    const read = loaded.flatMap((result) => (result.status === 'fulfilled' ? (result.value ?? []) : []));
    const failure = loaded.find((result) => result.status === 'rejected');
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
        deps.warn('The digest of a CloudTrail log file could not be checked', {
          bucket: file.bucket,
          key: file.key,
          reason: error.message,
        });
      return 'unchecked';
    }
  };
};
