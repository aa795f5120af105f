import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** What a request asks for, as far as it has been read. */
export interface Asked {
  readonly service: string;
  /**
   * AWS's own name of it, for example `LookupEvents`. Kosli's are `begin trail`, `list <attestation>` and `attest <attestation>`, the
   * last without the name until its body has been read.
   */
  readonly operation: string;
  /** Path and query, and the beginning of the body once that has been read. */
  readonly text: string;
  readonly headers: IncomingHttpHeaders;
}

const SERVICES: Readonly<Record<string, string>> = {
  AmazonSSM: 'SSM',
  AmazonSQS: 'SQS',
  AmazonEC2ContainerServiceV20141113: 'ECS',
  CloudTrail_20131101: 'CloudTrail',
};

const BODY_CHARACTERS = 16 * 1024;

const kosliOperation = (method: string, path: string, body: string): string => {
  if (method === 'PUT') return 'begin trail';
  if (method === 'GET') return `list ${path.slice(path.lastIndexOf('/') + 1)}`;
  const name = /"attestation_name":"([^"]*)"/.exec(body)?.[1];
  return name === undefined ? 'attest' : `attest ${name}`;
};

const s3Operation = (method: string, url: string): string => {
  if (method === 'HEAD') return 'HeadObject';
  if (method !== 'GET') return method;
  return url.includes('list-type=2') ? 'ListObjectsV2' : 'GetObject';
};

/** @param body null while it has not been read */
export const askedOf = ({ method = '', url = '', headers }: IncomingMessage, body: Buffer | null): Asked => {
  const beginning = body?.toString('latin1', 0, BODY_CHARACTERS) ?? '';
  const request = { text: `${decodeURIComponent(url)}\n${beginning}`, headers };
  const [target = '', operation = ''] = String(headers['x-amz-target'] ?? '').split('.');
  const service = SERVICES[target];
  if (service !== undefined) return { ...request, service, operation };
  if (url.startsWith('/api/v2/'))
    return { ...request, service: 'Kosli', operation: kosliOperation(method, url, beginning) };
  const action = /(?:^|&)Action=(\w+)/.exec(beginning)?.[1];
  if (action !== undefined) return { ...request, service: 'IAM', operation: action };
  return { ...request, service: 'S3', operation: s3Operation(method, url) };
};
