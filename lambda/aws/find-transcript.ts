import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { AuditPorts } from '../ports';
import { DependencyUnavailableError } from '../reporter-error';
import { type Time, within } from '../time';
import { toReporterError } from './to-reporter-error';

// The answer to HEAD has no body, so the SDK has only the status to name the error by. A version that is a delete marker is
// 405; a key whose newest version is one, or which has no version, is 404.
const ABSENT = new Set([404, 405]);

const statusOf = (error: unknown): number | undefined =>
  error instanceof Error && '$metadata' in error
    ? (error.$metadata as { readonly httpStatusCode?: number }).httpStatusCode
    : undefined;

/**
 * Looks for one object with HeadObject, which reads nothing of it. S3 does not say there who wrote it.
 *
 * @throws DependencyUnavailableError, SetupError; an object that does not exist, or was deleted, is a result
 */
export const transcriptFinder =
  (s3: S3Client, time: Time): AuditPorts['findTranscript'] =>
  async ({ bucket, key, versionId }) => {
    const where = `s3://${bucket}/${key}${versionId === null ? '' : ` version ${versionId}`}`;
    const command = new HeadObjectCommand({
      Bucket: bucket,
      Key: key,
      ...(versionId !== null && { VersionId: versionId }),
    });
    try {
      const found = await within(time, s3.send(command, { abortSignal: time.signal }));
      if (found.LastModified === undefined)
        throw new DependencyUnavailableError(
          `S3 HeadObject ${where} answered without a time (Last-Modified)`,
        );
      return {
        bucket,
        key,
        versionId: found.VersionId ?? versionId,
        sizeBytes: found.ContentLength ?? null,
        etag: found.ETag?.replaceAll('"', '') ?? null,
        uploadedAt: found.LastModified,
        writerPrincipalId: null,
      };
    } catch (error) {
      if (ABSENT.has(statusOf(error) ?? 0)) return null;
      throw toReporterError(
        `S3 HeadObject ${where}`,
        error,
        "The function's role needs s3:GetObject and s3:GetObjectVersion there, and s3:ListBucket on the bucket: without it S3 " +
          'refuses (403) what it would otherwise say does not exist (404).',
      );
    }
  };
