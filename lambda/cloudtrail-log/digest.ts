import * as v from 'valibot';
import { isoTime, timeOf } from '../iso-time';

/** What one of CloudTrail's hourly digest files says. */
export interface Digest {
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Hex SHA-256 of each log file's *unpacked* bytes, by key. */
  readonly sha256ByKey: ReadonlyMap<string, string>;
}

const DigestContent = v.object({
  digestStartTime: isoTime,
  // As it is written, because so it is signed.
  digestEndTime: v.pipe(
    v.string(),
    v.check((text) => timeOf(text) !== null),
  ),
  digestS3Bucket: v.string(),
  digestS3Object: v.string(),
  digestPublicKeyFingerprint: v.string(),
  previousDigestSignature: v.nullish(v.string(), null),
  logFiles: v.array(v.object({ s3Bucket: v.string(), s3Object: v.string(), hashValue: v.string() })),
});
export type DigestContent = v.InferOutput<typeof DigestContent>;

/** The content of an unpacked digest file; throws when it is malformed (`SyntaxError`, `ValiError`). */
export const parseDigest = (unpacked: Buffer): DigestContent =>
  v.parse(DigestContent, JSON.parse(unpacked.toString('utf8')));

export const digestOf = (content: DigestContent): Digest => ({
  startsAt: content.digestStartTime,
  endsAt: new Date(content.digestEndTime),
  sha256ByKey: new Map(
    content.logFiles
      .filter(({ s3Bucket }) => s3Bucket === content.digestS3Bucket)
      .map(({ s3Object, hashValue }) => [s3Object, hashValue.toLowerCase()]),
  ),
});

/**
 * The text CloudTrail signs with SHA256withRSA, from the user guide's "Custom implementations of CloudTrail log file
 * integrity validation": end time as written, bucket and key, hex SHA-256 of the unpacked digest file, and the previous digest's
 * signature, or the word `null` in the first of a chain.
 */
export const signedText = (content: DigestContent, unpackedSha256: string): string =>
  [
    content.digestEndTime,
    `${content.digestS3Bucket}/${content.digestS3Object}`,
    unpackedSha256,
    content.previousDigestSignature ?? 'null',
  ].join('\n');
