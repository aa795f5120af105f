import type { Answer, LateMishap } from '../../stand-ins/network/mishaps';

/** Lists of S3 that are not to be believed. */

/** A page that says that there are more. @param contents XML */
const page = (bucket: string, token: string, contents: string): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body:
    '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
    `<Name>${bucket}</Name><IsTruncated>true</IsTruncated>${contents}` +
    `<NextContinuationToken>${token}</NextContinuationToken></ListBucketResult>`,
});

export const endlessPages = (bucket: string, contents = ''): LateMishap => ({
  kind: 'answer',
  answer: (count) => page(bucket, `token-${count}`, contents),
});

export const sameTokenAgain = (bucket: string, contents = ''): LateMishap => ({
  kind: 'answer',
  answer: () => page(bucket, 'the same token', contents),
});

export const emptyList: LateMishap = {
  kind: 'garble',
  body: '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>',
};

export const listedObject = (key: string, uploadedAt: Date): string =>
  `<Contents><Key>${key}</Key><LastModified>${uploadedAt.toISOString()}</LastModified><ETag>"0123456789abcdef"</ETag><Size>100</Size></Contents>`;
