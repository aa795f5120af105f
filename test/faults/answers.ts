import type { Answer } from '../../stand-ins/network/mishaps';

/** What the services and those between answer when something is wrong. */

const KOSLI_BODY = { 404: "Flow named 'production-access' does not exist for organization 'acme'" } as const;

export const kosliAnswer = (status: number, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ message: status === 404 ? KOSLI_BODY[status] : `refused with ${status} by plan` }),
});

export const awsAnswer = (status: number, type: string, message = 'by plan'): Answer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify({ __type: type, message }),
});

export const awsJson = (json: object): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(json),
});

export const s3Answer = (status: number, code: string): Answer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>by plan</Message></Error>`,
});

const HTML = Buffer.from(
  `<html><body>${'<p>Bad gateway, please try again later.</p>'.repeat(245_000)}</body></html>`,
);

/** Ten megabytes. */
export const htmlPage = (status: number): Answer => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: HTML,
});
