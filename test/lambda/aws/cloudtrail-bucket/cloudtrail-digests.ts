import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type CloudTrailFolder, dayFolder } from '../../../../lambda/cloudtrail-log/cloudtrail-folder';
import type { StoredObject } from './cloudtrail-bucket-stand-in';

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export interface SigningKey {
  readonly fingerprint: string;
  readonly privateKey: KeyObject;
  /** As ListPublicKeys sends it: base64 of PKCS #1 DER. */
  readonly publicKey: string;
}

export const signingKey = (fingerprint: string): SigningKey => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    fingerprint,
    privateKey,
    publicKey: publicKey.export({ format: 'der', type: 'pkcs1' }).toString('base64'),
  };
};

const stamp = (time: Date) => time.toISOString().replace(/[-:]|\.\d+/g, '');
const iso = (time: Date) => time.toISOString().replace('.000', '');

export interface DigestPlan {
  readonly endsAt: Date;
  readonly logFiles: ReadonlyMap<string, string>;
  readonly key: SigningKey;
  /** Where CloudTrail wrote it. */
  readonly bucket?: string;
  readonly backfilledAt?: Date;
  readonly previousSignature?: string;
  /** Changes the content after it was signed. */
  readonly altered?: (content: string) => string;
}

/** A digest file as CloudTrail writes and signs it, with where it lies. */
export const digestFile = (
  folder: CloudTrailFolder,
  plan: DigestPlan,
): { key: string; object: StoredObject } => {
  const { accountId, region } = folder;
  const { bucket = 'trail' } = plan;
  const name = `${accountId}_CloudTrail-Digest_${region}_my_trail_${region}_${stamp(plan.endsAt)}`;
  const s3Object = `${dayFolder(folder, 'CloudTrail-Digest', plan.endsAt)}${name}${plan.backfilledAt ? '_backfill' : ''}.json.gz`;
  const content = JSON.stringify({
    awsAccountId: accountId,
    digestStartTime: iso(new Date(plan.endsAt.getTime() - 3_600_000)),
    digestEndTime: iso(plan.endsAt),
    digestS3Bucket: bucket,
    digestS3Object: s3Object,
    digestPublicKeyFingerprint: plan.key.fingerprint,
    digestSignatureAlgorithm: 'SHA256withRSA',
    previousDigestSignature: plan.previousSignature ?? null,
    logFiles: [...plan.logFiles].map(([key, hashValue]) => ({
      s3Bucket: bucket,
      s3Object: key,
      hashValue,
      hashAlgorithm: 'SHA-256',
    })),
  });
  const text = [
    iso(plan.endsAt),
    `${bucket}/${s3Object}`,
    sha256(Buffer.from(content)),
    plan.previousSignature ?? 'null',
  ];
  const signature = sign('RSA-SHA256', Buffer.from(text.join('\n')), plan.key.privateKey).toString('hex');
  return {
    key: s3Object,
    object: {
      bytes: gzipSync(plan.altered ? plan.altered(content) : content),
      metadata: {
        signature,
        'signature-algorithm': 'SHA256withRSA',
        ...(plan.backfilledAt && { 'backfill-generation-timestamp': iso(plan.backfilledAt) }),
      },
    },
  };
};
