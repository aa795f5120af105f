import { type IncomingMessage, type OutgoingHttpHeaders, request as send } from 'node:http';
import { type LoopbackServer, listenOnLoopback, readBody } from '../../../stand-ins/loopback-server';
import type { AwsAnswer, AwsRequest, Patch } from './patch';

export interface PatchedMotoSettings {
  /** Where moto listens. */
  readonly motoUrl: string;
  readonly patches: readonly Patch[];
  /** The URL of the stand-in for each operation that moto lacks, or answers without content. */
  readonly standIns: Readonly<Record<string, string>>;
}

const operationOf = ({ headers }: IncomingMessage): string => {
  const target = headers['x-amz-target'];
  return typeof target === 'string' ? target.slice(target.lastIndexOf('.') + 1) : '';
};

// Credential=<key>/<date>/<region>/<service>/aws4_request
const regionOf = ({ headers }: IncomingMessage): string =>
  /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';

const forward = (
  url: string,
  { method, path, body }: AwsRequest,
  headers: OutgoingHttpHeaders,
): Promise<AwsAnswer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const outgoing = send({ hostname, port, method, path, headers }, (answer) => {
      readBody(answer).then(
        (received) => resolve({ status: answer.statusCode ?? 500, headers: answer.headers, body: received }),
        reject,
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });

/** moto behind a proxy that forwards everything, and patches what differs from AWS. */
export const openPatchedMoto = ({
  motoUrl,
  patches,
  standIns,
}: PatchedMotoSettings): Promise<LoopbackServer> =>
  listenOnLoopback(async (incoming, response) => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const operation = operationOf(incoming);
    const region = regionOf(incoming);
    const asked: AwsRequest = { method, path, operation, region, body: await readBody(incoming) };
    const request = patches.reduce((patched, { request: patch }) => patch?.(patched) ?? patched, asked);
    const { 'transfer-encoding': _chunked, ...sent } = headers;
    // The host stays as it was asked for: moto builds the URLs of queues from it.
    const answered = await forward(standIns[operation] ?? motoUrl, request, {
      ...sent,
      'content-length': request.body.length,
    });
    const answer = patches.reduce(
      (patched, { answer: patch }) => patch?.(request, patched) ?? patched,
      answered,
    );
    const { 'transfer-encoding': _, connection: __, ...kept } = answer.headers;
    // A HEAD tells the length of what it does not send.
    const length = method === 'HEAD' ? {} : { 'content-length': String(answer.body.length) };
    response.writeHead(answer.status, { ...kept, ...length });
    response.end(answer.body);
  });
