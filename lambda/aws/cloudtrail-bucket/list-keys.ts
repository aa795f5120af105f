import { ListObjectsV2Command, type ListObjectsV2CommandInput, type S3Client } from '@aws-sdk/client-s3';
import { nextPages } from '../next-pages';
import { toReporterError } from '../to-reporter-error';
import type { RepeatedRequest } from './repeated-request';

/** The bucket a CloudTrail trail delivers to, and the client to read it with. */
export interface CloudTrailBucket {
  readonly s3: S3Client;
  readonly bucket: string;
  /** Requests objects in the way the bucket was last listed; left out where everything is asked for with the client. */
  readonly repeated?: RepeatedRequest;
}

const listing = (input: ListObjectsV2CommandInput, learn: RepeatedRequest['learn'] | undefined) => {
  const command = new ListObjectsV2Command(input);
  command.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      learn?.(args.request);
      return answer;
    },
    // The SDK signs in this step with a higher priority, so that this sees what was sent.
    { name: 'learnRequest', step: 'finalizeRequest', priority: 'low' },
  );
  return command;
};

/**
 * The keys below `prefix` in S3's order; S3 itself skips those up to `startAfter`. Each page is requested only when it is
 * needed. Throws `DependencyUnavailableError`, or `SetupError` when S3 refuses (permission, no such bucket).
 */
export async function* listKeys(
  { s3, bucket, repeated }: CloudTrailBucket,
  prefix: string,
  startAfter: string | null,
  abortSignal: AbortSignal,
): AsyncGenerator<string> {
  const doing = `S3 ListObjectsV2 of s3://${bucket}/${prefix}`;
  const next = nextPages(doing);
  let token: string | undefined;
  do {
    const input = {
      Bucket: bucket,
      Prefix: prefix,
      ...(token === undefined
        ? startAfter !== null && { StartAfter: startAfter }
        : { ContinuationToken: token }),
    };
    const page = await s3.send(listing(input, repeated?.learn), { abortSignal }).catch((error: unknown) => {
      throw toReporterError(
        doing,
        error,
        'Check that the configured CloudTrail bucket exists, and that the function and the bucket policy allow ' +
          's3:ListBucket on it',
      );
    });
    for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key;
    token = next(page.NextContinuationToken);
  } while (token !== undefined);
}
