import { ListObjectsV2Command, type ListObjectsV2CommandOutput, type S3Client } from '@aws-sdk/client-s3';
import type { AuditPorts } from '../ports';
import { sessionIdOfKey } from '../session/session-id';
import { type Time, within } from '../time';
import type { TranscriptRef } from '../transcript/transcript';
import { nextPages } from './next-pages';
import { toReporterError } from './to-reporter-error';

/** Where transcripts are uploaded to. */
export interface TranscriptPlace {
  readonly bucket: string;
  /** What every key begins with, literally; empty for the whole bucket. */
  readonly prefix: string;
}

/**
 * Lists the bucket below the prefix, a thousand keys a call. A page holds those of them that are ECS Exec transcripts, which may
 * be none. A listing does not say which version is the newest, nor who wrote it, so both are null.
 *
 * @throws DependencyUnavailableError, SetupError
 */
export const transcriptLister = (
  s3: S3Client,
  { bucket, prefix }: TranscriptPlace,
  time: Time,
): AuditPorts['listTranscripts'] =>
  async function* (startAfter): AsyncGenerator<readonly TranscriptRef[]> {
    const doing = `S3 ListObjectsV2 of s3://${bucket}/${prefix}`;
    const next = nextPages(doing);
    let token: string | undefined;
    do {
      const command: ListObjectsV2Command = new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        ...(token === undefined
          ? startAfter !== null && { StartAfter: startAfter }
          : { ContinuationToken: token }),
      });
      const page: ListObjectsV2CommandOutput = await within(
        time,
        s3.send(command, { abortSignal: time.signal }),
      ).catch((error: unknown) => {
        throw toReporterError(
          doing,
          error,
          "The function's role needs s3:ListBucket on the transcript bucket.",
        );
      });
      yield (page.Contents ?? []).flatMap(({ Key: key, LastModified: uploadedAt, ETag, Size }) =>
        key === undefined || uploadedAt === undefined || sessionIdOfKey(key) === null
          ? []
          : [
              {
                bucket,
                key,
                versionId: null,
                sizeBytes: Size ?? null,
                etag: ETag?.replaceAll('"', '') ?? null,
                uploadedAt,
                writerPrincipalId: null,
              },
            ],
      );
      token = next(page.IsTruncated === true ? page.NextContinuationToken : undefined);
    } while (token !== undefined);
  };
