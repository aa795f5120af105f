import type { S3ClientConfig } from '@aws-sdk/client-s3';

/** The configuration of the S3 client that reads the CloudTrail bucket, besides region and credentials. */
export const CLOUDTRAIL_BUCKET_CLIENT = {
  // One bucket serves the reporters of every region, and it is in one of them.
  followRegionRedirects: true,
  // S3 would send a CRC-64 of the compressed bytes and the SDK would verify it in JavaScript. gzip has its own CRC-32.
  responseChecksumValidation: 'WHEN_REQUIRED',
} as const satisfies S3ClientConfig;
