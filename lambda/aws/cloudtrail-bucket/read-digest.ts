import { createHash, type KeyObject, verify } from 'node:crypto';
import * as v from 'valibot';
import { digestEndsAt } from '../../cloudtrail-log/cloudtrail-folder';
import { type DigestContent, digestOf, parseDigest, signedText } from '../../cloudtrail-log/digest';
import type { ReadDigest } from '../../cloudtrail-log/judge-log-file';
import type { CloudTrailBucket } from './list-keys';
import { type Metadata, ObjectUnreadableError, readObject } from './read-object';

/** The keys CloudTrail signed with in a stretch of time, by fingerprint. */
export type PublicKeysBetween = (from: Date, to: Date) => Promise<ReadonlyMap<string, KeyObject>>;

const HOUR_MS = 3_600_000;
// Some hundred bytes for each log file of an hour. It is held in memory, so its size must have an end.
const MAX_DIGEST_BYTES = 64 * 1024 ** 2;

/** A digest that is not CloudTrail's: what it says of its time is worth nothing, but its place is that of a certain hour. */
const untrustedDigest = (key: string): ReadDigest => {
  const endsAt = digestEndsAt(key) ?? new Date(0);
  return { trusted: false, endsAt, startsAt: new Date(endsAt.getTime() - HOUR_MS), sha256ByKey: new Map() };
};

const contentOf = (unpacked: Buffer): DigestContent | null => {
  try {
    return parseDigest(unpacked);
  } catch (error) {
    if (error instanceof SyntaxError || v.isValiError(error)) return null;
    throw error;
  }
};

/** When the digest was signed: a backfill digest bears an old hour's name and today's signature, and says when. */
const signedAt = (key: string, metadata: Metadata): Date => {
  const backfilled = new Date(metadata['backfill-generation-timestamp'] ?? Number.NaN);
  return Number.isNaN(backfilled.getTime()) ? (digestEndsAt(key) ?? new Date(0)) : backfilled;
};

/**
 * A digest file, and whether it is as CloudTrail signed it, in the place it was signed for. Throws
 * `DependencyUnavailableError` and `SetupError`; a damaged digest is an answer, not an error. Null for CloudTrail's digest of
 * another bucket, as a replicated trail bucket holds: it neither confirms nor denies what lies here.
 */
export const readDigest = async (
  trail: CloudTrailBucket,
  key: string,
  publicKeysBetween: PublicKeysBetween,
  signal: AbortSignal,
): Promise<ReadDigest | null> => {
  const chunks: Buffer[] = [];
  let metadata: Metadata;
  try {
    const take = (piece: Buffer) => {
      chunks.push(piece);
      return 'more' as const;
    };
    ({ metadata } = await readObject(trail, key, take, signal, MAX_DIGEST_BYTES));
  } catch (error) {
    if (error instanceof ObjectUnreadableError && error.because === 'broken') return untrustedDigest(key);
    throw error;
  }
  const unpacked = Buffer.concat(chunks);
  const content = contentOf(unpacked);
  if (content === null) return untrustedDigest(key);

  const at = signedAt(key, metadata).getTime();
  const keys = await publicKeysBetween(new Date(at - 2 * HOUR_MS), new Date(at + 2 * HOUR_MS));
  const publicKey = keys.get(content.digestPublicKeyFingerprint);
  const text = signedText(content, createHash('sha256').update(unpacked).digest('hex'));
  const signature = Buffer.from(metadata.signature ?? '', 'hex');
  const signed = publicKey !== undefined && verify('RSA-SHA256', Buffer.from(text), publicKey, signature);
  const sameKey = content.digestS3Object === key;
  if (signed && sameKey && content.digestS3Bucket !== trail.bucket) return null;
  const trusted = signed && sameKey && content.digestS3Bucket === trail.bucket;
  const digest = digestOf(content);
  return trusted ? { ...digest, trusted } : { ...untrustedDigest(key), sha256ByKey: digest.sha256ByKey };
};
