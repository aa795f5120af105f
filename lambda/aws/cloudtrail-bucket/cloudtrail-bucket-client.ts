import type { S3ClientConfig } from '@aws-sdk/client-s3';

/** What the S3 client that reads a trail's bucket needs, besides region and credentials. */
export const CLOUDTRAIL_BUCKET_CLIENT = {
  // One bucket serves every region's reporter, and it lies in one of them.
  followRegionRedirects: true,
  // S3 would send a CRC-64 of the packed bytes and the SDK would compute it in JavaScript. gzip brings its own CRC-32.
  responseChecksumValidation: 'WHEN_REQUIRED',
} as const satisfies S3ClientConfig;
