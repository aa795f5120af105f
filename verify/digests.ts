import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type CloudTrailFolder, dayFolder, digestEndsAt } from '../lambda/cloudtrail-log/cloudtrail-folder';
import { type DigestContent, digestOf, parseDigest, signedText } from '../lambda/cloudtrail-log/digest';
import type { ReadDigest } from '../lambda/cloudtrail-log/judge-log-file';
import type { Findings } from './finding';
import { type CloudTrailFiles, type StoredObject, UncheckableError, wholeOf } from './sources';

const HOUR_MS = 3_600_000;
const MAX_DIGEST_BYTES = 64 * 1024 ** 2;
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);
const inflate = promisify(gunzip);

/** An object's bytes, unpacked if they are gzip. */
export const unpackedOf = async ({ body }: StoredObject, maxBytes: number): Promise<Buffer> => {
  const bytes = await wholeOf(body, maxBytes);
  return bytes.subarray(0, 2).equals(GZIP_MAGIC) ? inflate(bytes, { maxOutputLength: maxBytes }) : bytes;
};

/** A digest in the folders that were read; `content` is null when it cannot be parsed. */
interface FoundDigest {
  readonly key: string;
  readonly endsAt: Date;
  readonly digest: ReadDigest;
  readonly content: DigestContent | null;
}

const keyRing = (pkcs1ByFingerprint: ReadonlyMap<string, string>) => {
  const ring = new Map<string, KeyObject>();
  return (fingerprint: string): KeyObject | null => {
    const pkcs1 = pkcs1ByFingerprint.get(fingerprint);
    if (pkcs1 === undefined) return null;
    const known =
      ring.get(fingerprint) ??
      createPublicKey({ key: Buffer.from(pkcs1, 'base64'), format: 'der', type: 'pkcs1' });
    ring.set(fingerprint, known);
    return known;
  };
};

const parsed = (unpacked: Buffer): DigestContent | null => {
  try {
    return parseDigest(unpacked);
  } catch {
    // Whatever is wrong with it: a digest that cannot be read confirms nothing.
    return null;
  }
};

const readDigest = async (
  files: CloudTrailFiles,
  key: string,
  endsAt: Date,
  publicKeyOf: (fingerprint: string) => KeyObject | null,
): Promise<FoundDigest | null> => {
  const nothing: ReadDigest = {
    trusted: false,
    startsAt: new Date(endsAt.getTime() - HOUR_MS),
    endsAt,
    sha256ByKey: new Map(),
  };
  const object = await files.read(key);
  if (object === null) return null;
  const unpacked = await unpackedOf(object, MAX_DIGEST_BYTES).catch((error: unknown) => {
    if (error instanceof UncheckableError) throw error;
    // It is gzip by its first bytes but cannot be unpacked, so it is not what CloudTrail signed.
    return Buffer.alloc(0);
  });
  const content = parsed(unpacked);
  if (content === null) return { key, endsAt, digest: nothing, content };
  const publicKey = publicKeyOf(content.digestPublicKeyFingerprint);
  const text = signedText(content, createHash('sha256').update(unpacked).digest('hex'));
  const signature = Buffer.from(object.metadata.signature ?? '', 'hex');
  const signed = publicKey !== null && verify('RSA-SHA256', Buffer.from(text), publicKey, signature);
  if (!signed || content.digestS3Object !== key) {
    return { key, endsAt, digest: { ...nothing, sha256ByKey: digestOf(content).sha256ByKey }, content };
  }
  // CloudTrail's digest of another bucket, as a replicated bucket holds it, says nothing of the files here.
  if (content.digestS3Bucket !== files.bucket) return null;
  return { key, endsAt, digest: { ...digestOf(content), trusted: true }, content };
};

/** A signed digest names the one before it; if that is gone, so may be log files that only it listed. */
const checkChain = (digests: readonly FoundDigest[], from: Date, findings: Findings): void => {
  for (const { key, digest, content } of digests) {
    if (!digest.trusted || content?.previousDigestSignature == null || digest.startsAt <= from) continue;
    const start = digest.startsAt.getTime();
    if (!digests.some(({ endsAt }) => Math.abs(endsAt.getTime() - start) < 60_000))
      findings.mismatch(
        'log-file',
        key,
        `the digest before it, which ended at ${digest.startsAt.toISOString()}, is gone`,
      );
  }
};

/** The digests in the folders of these days, each checked against CloudTrail's signature. */
export const readDigests = async (
  files: CloudTrailFiles,
  folder: CloudTrailFolder,
  days: readonly Date[],
  findings: Findings,
): Promise<readonly ReadDigest[]> => {
  const keys: { key: string; endsAt: Date }[] = [];
  for (const day of days) {
    for await (const key of files.list(dayFolder(folder, 'CloudTrail-Digest', day))) {
      const endsAt = digestEndsAt(key);
      if (endsAt !== null) keys.push({ key, endsAt });
    }
  }
  const [first] = days;
  if (keys.length === 0 || first === undefined) return [];
  const listed = await files.publicKeys(new Date(first.getTime() - 24 * HOUR_MS), new Date());
  const publicKeyOf = keyRing(new Map(listed.map(({ fingerprint, pkcs1 }) => [fingerprint, pkcs1])));
  const found: FoundDigest[] = [];
  for (const { key, endsAt } of keys) {
    const digest = await readDigest(files, key, endsAt, publicKeyOf);
    if (digest !== null) found.push(digest);
  }
  for (const { key, digest } of found)
    if (!digest.trusted) findings.mismatch('log-file', key, 'this digest is not as CloudTrail signed it');
  checkChain(found, first, findings);
  return found.map(({ digest }) => digest);
};
