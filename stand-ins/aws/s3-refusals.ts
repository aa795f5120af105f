import type { Answer, Asked } from './http-message';

/** What a query string may hold so that fauxqs does what is meant; anything else it would take for something else. */
const UNDERSTOOD = [
  'x-id',
  'uploads',
  'uploadId',
  'partNumber',
  'versionId',
  'delete',
  'list-type',
  'prefix',
  'delimiter',
  'max-keys',
  'start-after',
  'continuation-token',
  'encoding-type',
];

/** An error as S3 answers it. */
export const s3Error = (status: number, code: string, message: string): Answer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  ),
});

/** The refusal of a request nobody signed, or of an operation that is not here. */
export const refusalOf = ({ url, headers }: Asked): Answer | null => {
  if (!headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential='))
    return s3Error(403, 'AccessDenied', 'Access Denied');
  const strange = [...new URL(url, 'http://s3').searchParams.keys()].find(
    (name) => !UNDERSTOOD.includes(name),
  );
  return strange === undefined ? null : s3Error(501, 'NotImplemented', `This stand-in has no ?${strange}`);
};
