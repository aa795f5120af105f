import { Readable } from 'node:stream';
import type { GetObjectCommandInput, GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { DependencyUnavailableError } from '../reporter-error';
import type { TranscriptRef } from '../transcript/transcript';

/** An object as S3 sends it. */
export interface TranscriptObject {
  readonly body: Readable;
  readonly sizeBytes: number;
  readonly etag: string;
  readonly versionId: string | null;
}

// A bucket whose versioning is suspended gives every object the version id `null`.
const isOfVersions = (versionId: string | null): versionId is string =>
  versionId !== null && versionId !== 'null';

/** What to ask S3 for. Without versions only the ETag distinguishes the uploaded object from one that replaced it. */
export const selectObject = ({ bucket, key, versionId, etag }: TranscriptRef): GetObjectCommandInput => ({
  Bucket: bucket,
  Key: key,
  ...(versionId !== null && { VersionId: versionId }),
  ...(!isOfVersions(versionId) && etag !== null && { IfMatch: `"${etag}"` }),
});

/**
 * The object in S3's answer to GetObject. S3 says of each object its length, ETag and version
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html); what stands between the function and S3 may answer for it
 * with something else, or with a part, and that must not be taken for the transcript.
 *
 * @throws DependencyUnavailableError naming what is wrong with the answer
 */
export const wholeObject = (ref: TranscriptRef, answer: GetObjectCommandOutput): TranscriptObject => {
  const refuse = (what: string): never => {
    // Nobody will read it.
    if (answer.Body instanceof Readable) answer.Body.on('error', () => {}).destroy();
    throw new DependencyUnavailableError(
      `S3 GetObject s3://${ref.bucket}/${ref.key} answered ${what}, expected the whole object. Look at the proxy or the endpoint ` +
        'between the function and S3 if it lasts.',
    );
  };
  const { Body, ContentLength, ContentRange, ETag, VersionId = null } = answer;
  if (!(Body instanceof Readable)) return refuse('without a body');
  if (ContentRange !== undefined) return refuse(`with a part of it (${ContentRange})`);
  if (ETag === undefined) return refuse('without an ETag');
  if (ContentLength === undefined) return refuse('without its length');
  if (isOfVersions(ref.versionId) && VersionId !== null && VersionId !== ref.versionId)
    return refuse(`with version ${VersionId}, asked for ${ref.versionId}`);
  return {
    body: Body,
    sizeBytes: ContentLength,
    etag: ETag.replaceAll('"', ''),
    versionId: VersionId ?? ref.versionId,
  };
};

// S3 answers NoSuchVersion for a deleted version, and NoSuchKey or 405 for a key whose newest version is a delete marker.
const GONE = /^(NoSuchKey|NoSuchVersion|MethodNotAllowed)$/;

/** Why there is nothing to read, if that is what the error means; null for any other error. */
export const whyGone = (error: unknown): string | null => {
  if (!(error instanceof Error)) return null;
  if (GONE.test(error.name)) return `the transcript was deleted before it was read (${error.name})`;
  return error.name === 'PreconditionFailed'
    ? 'the transcript was overwritten before it was read, and the bucket keeps no versions'
    : null;
};

/** An error that is not S3's, though the SDK has it as one; any other unchanged. */
export const knownAnswer = (where: string, error: unknown): unknown => {
  if (!(error instanceof Error)) return error;
  // The SDK's name for a 404 that does not say why.
  if (error.name === 'NotFound')
    return new DependencyUnavailableError(
      `S3 GetObject ${where} answered 404 without a code, expected NoSuchKey or NoSuchVersion where it is gone`,
      { cause: error },
    );
  return error.message.startsWith('Checksum mismatch')
    ? new DependencyUnavailableError(
        `S3 GetObject ${where} sent other bytes than its checksum is of: ${error.message}`,
        { cause: error },
      )
    : error;
};
