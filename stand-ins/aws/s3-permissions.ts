import type { HttpRequest, HttpResponse } from './http-message';
import { s3Error } from './s3-refusals';

const OF_BUCKETS = {
  versioning: 's3:GetBucketVersioning',
  notification: 's3:GetBucketNotification',
  encryption: 's3:GetEncryptionConfiguration',
  policy: 's3:GetBucketPolicy',
} as const;

/** The permission that a request to read from S3, or to SQS, needs; null for any other. */
export const actionOf = ({ method, url, headers }: HttpRequest): string | null => {
  const [service, operation] = String(headers['x-amz-target'] ?? '').split('.');
  if (service === 'AmazonSQS') return `sqs:${operation}`;
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const [, bucket = '', key = ''] = pathname.split('/');
  if (bucket === '' || (method !== 'GET' && method !== 'HEAD')) return null;
  if (key !== '') return 's3:GetObject';
  const setting = Object.entries(OF_BUCKETS).find(([name]) => searchParams.has(name));
  return setting?.[1] ?? 's3:ListBucket';
};

/** The refusal of a request for want of permission. */
export const denialOf = (action: string): HttpResponse =>
  action.startsWith('sqs:')
    ? {
        status: 403,
        headers: { 'content-type': 'application/x-amz-json-1.0' },
        body: Buffer.from(
          JSON.stringify({
            __type: 'com.amazon.coral.service#AccessDeniedException',
            message: `User is not authorized to perform: ${action}`,
          }),
        ),
      }
    : s3Error(403, 'AccessDenied', 'Access Denied');
