import { createHash, type KeyObject, verify } from 'node:crypto';
import * as v from 'valibot';
import { digestEndsAt } from '../../cloudtrail-log/cloudtrail-folder';
import { type DigestContent, digestOf, parseDigest, signedText } from '../../cloudtrail-log/digest';
import type { ReadDigest } from '../../cloudtrail-log/judge-log-file';
import type { CloudTrailBucket } from './list-keys';
import { type Metadata, ObjectUnreadableError, readObject } from './read-object';

/** The public keys of the signatures CloudTrail made between two times, by fingerprint. */
export type PublicKeysBetween = (from: Date, to: Date) => Promise<ReadonlyMap<string, KeyObject>>;

const HOUR_MS = 3_600_000;
// A digest has a few hundred bytes for each log file of its hour. It is held in memory, so its size must be limited.
const MAX_DIGEST_BYTES = 64 * 1024 ** 2;

/** A digest that is not CloudTrail's: its content cannot be trusted, so the hour it covers is taken from its key. */
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

/** When the digest was signed: a backfill digest is named for an old hour but signed later, and its metadata says when. */
const signedAt = (key: string, metadata: Metadata): Date => {
  const backfilled = new Date(metadata['backfill-generation-timestamp'] ?? Number.NaN);
  return Number.isNaN(backfilled.getTime()) ? (digestEndsAt(key) ?? new Date(0)) : backfilled;
};

/**
 * A digest file, and whether it is unchanged since CloudTrail signed it, and in the place it was signed for. Throws
 * `DependencyUnavailableError` and `SetupError`; a damaged digest is a result, not an error. Null for CloudTrail's digest of
 * another bucket, which a replicated CloudTrail bucket contains: it neither confirms nor denies the files here.
 */
export const readDigest = async (
  cloudTrail: CloudTrailBucket,
  key: string,
  publicKeysBetween: PublicKeysBetween,
  signal: AbortSignal,
): Promise<ReadDigest | null> => {
  const chunks: Buffer[] = [];
  let metadata: Metadata;
  try {
    const take = (piece: Buffer) => {
      chunks.push(Buffer.from(piece));
      return 'more' as const;
    };
    ({ metadata } = await readObject(cloudTrail, key, take, signal, MAX_DIGEST_BYTES));
  } catch (error) {
    if (error instanceof ObjectUnreadableError && error.kind === 'broken') return untrustedDigest(key);
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
  if (signed && sameKey && content.digestS3Bucket !== cloudTrail.bucket) return null;
  const trusted = signed && sameKey && content.digestS3Bucket === cloudTrail.bucket;
  const digest = digestOf(content);
  return trusted ? { ...digest, trusted } : { ...untrustedDigest(key), sha256ByKey: digest.sha256ByKey };
};
