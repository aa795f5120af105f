import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { toReporterError } from '../to-reporter-error';

/** The bucket a trail delivers to, and the client to read it with. */
export interface CloudTrailBucket {
  readonly s3: S3Client;
  readonly bucket: string;
}

/**
 * The keys below `prefix` in S3's order, those up to `startAfter` left out by S3 itself; the next page is asked for only
 * when somebody wants it. Throws `DependencyUnavailableError`, or `SetupError` when S3 refuses (permission, no such bucket).
 */
export async function* listKeys(
  { s3, bucket }: CloudTrailBucket,
  prefix: string,
  startAfter: string | null,
  abortSignal: AbortSignal,
): AsyncGenerator<string> {
  let token: string | undefined;
  do {
    const page = await s3
      .send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          ...(token === undefined
            ? startAfter !== null && { StartAfter: startAfter }
            : { ContinuationToken: token }),
        }),
        { abortSignal },
      )
      .catch((error: unknown) => {
        throw toReporterError(
          `S3 ListObjectsV2 of s3://${bucket}/${prefix}`,
          error,
          'Check that the trail bucket of the settings exists, and that the function and the bucket policy allow ' +
            's3:ListBucket on it',
        );
      });
    for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key;
    token = page.NextContinuationToken;
  } while (token !== undefined);
}
