import type { Asked } from './asked';
import type { Answer } from './mishaps';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html */
const LARGEST_SKEW_MS = 5 * 60_000;
/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, RequestTimeTooSkewed */
const LARGEST_SKEW_OF_S3_MS = 15 * 60_000;

const SIGNED_AT = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** What AWS refuses: a request that was signed minutes ago, or will be. Null for any other. */
export const skewRefusal = ({ service, headers }: Asked, now: Date): Answer | null => {
  const signed = String(headers['x-amz-date'] ?? '');
  if (!SIGNED_AT.test(signed)) return null;
  const skew = Math.abs(Date.parse(signed.replace(SIGNED_AT, '$1-$2-$3T$4:$5:$6Z')) - now.getTime());
  if (skew <= (service === 'S3' ? LARGEST_SKEW_OF_S3_MS : LARGEST_SKEW_MS)) return null;
  if (service === 'S3')
    return {
      status: 403,
      headers: { 'content-type': 'application/xml' },
      body: '<Error><Code>RequestTimeTooSkewed</Code><Message>The difference between the request time and the current time is too large.</Message></Error>',
    };
  return {
    status: 403,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({
      __type: 'InvalidSignatureException',
      message: `Signature expired: ${signed} is now earlier than ${now.toISOString()}`,
    }),
  };
};
