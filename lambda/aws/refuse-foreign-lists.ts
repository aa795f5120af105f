import type { S3Client } from '@aws-sdk/client-s3';
import { DependencyUnavailableError } from '../reporter-error';

const placeOf = (input: object): string => {
  const { Bucket = '', Prefix = '' } = input as { readonly Bucket?: string; readonly Prefix?: string };
  return `s3://${Bucket}/${Prefix}`;
};

/**
 * Has the client refuse a list that is not S3's. S3 says of every list whether it is truncated
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html), and the SDK reads any other XML or HTML, the page of a
 * proxy for example, as a list without keys: that would show that nothing is there.
 */
export const refuseForeignLists = (s3: S3Client): S3Client => {
  s3.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answer = await next(args);
        const { output } = answer;
        if (
          commandName === 'ListObjectsV2Command' &&
          !('IsTruncated' in output && output.IsTruncated !== undefined)
        )
          throw new DependencyUnavailableError(
            `S3 ListObjectsV2 of ${placeOf(args.input)} answered without a list, expected "IsTruncated" in it. Look at the proxy or ` +
              'the endpoint between the function and S3 if it lasts.',
          );
        return answer;
      },
    { name: 'refuseForeignLists', step: 'initialize' },
  );
  return s3;
};
