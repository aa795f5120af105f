import type { HttpRequest, HttpResponse } from './http-message';

/** The query parameters fauxqs understands; a request with any other it would take for another request. */
const SUPPORTED = [
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
export const s3Error = (status: number, code: string, message: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  ),
});

/** The refusal of an unsigned request, or of an operation that is not implemented here; null for any other. */
export const refusalOf = ({ url, headers }: HttpRequest): HttpResponse | null => {
  if (!headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential='))
    return s3Error(403, 'AccessDenied', 'Access Denied');
  const unsupported = [...new URL(url, 'http://s3').searchParams.keys()].find(
    (name) => !SUPPORTED.includes(name),
  );
  return unsupported === undefined
    ? null
    : s3Error(501, 'NotImplemented', `This stand-in has no ?${unsupported}`);
};
