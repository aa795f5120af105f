import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import { type LoopbackServer, listenOnLoopback, readBody } from '../loopback-server';

/** An error as AWS services that speak JSON answer it. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly type: string;
  readonly status: number;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

/** What a service does when asked for one of its operations; gets the body, gives the answer or a promise of it. */
export type Operation = (body: unknown) => unknown;

/** An operation whose input is checked first. AWS ignores fields it does not know; here they are refused, since a caller that sends one is mistaken. */
export const operation =
  <Schema extends v.GenericSchema>(
    schema: Schema,
    answer: (input: v.InferOutput<Schema>) => unknown,
  ): Operation =>
  (body) => {
    const input = v.safeParse(schema, body);
    if (!input.success) throw new AwsError('SerializationException', v.summarize(input.issues));
    return answer(input.output);
  };

export interface JsonService {
  /** What stands before the operation in `x-amz-target`, for example `AmazonSSM`. */
  readonly target: string;
  /** The service's name in a signature, for example `ssm`. */
  readonly signedFor: string;
  readonly operations: Readonly<Record<string, Operation>>;
}

export interface Call {
  readonly operation: string;
  readonly input: unknown;
}

export interface JsonServiceServer extends LoopbackServer {
  /** Every call that reached an operation, oldest first, refused or not. */
  readonly calls: readonly Call[];
}

const CONTENT_TYPE = 'application/x-amz-json-1.1';
const CREDENTIAL_SCOPE = /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/[a-z0-9-]+\/([a-z0-9-]+)\/aws4_request,/;

// The signature itself is not recomputed: every access key is as good as another here.
const checkSignature = ({ headers }: IncomingMessage, signedFor: string): void => {
  const { authorization } = headers;
  if (authorization === undefined) {
    throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
  }
  if (CREDENTIAL_SCOPE.exec(authorization)?.[1] !== signedFor) {
    throw new AwsError(
      'InvalidSignatureException',
      `Credential should be scoped to correct service: '${signedFor}'.`,
      403,
    );
  }
};

const parseBody = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new AwsError('SerializationException', String(error));
  }
};

/** A service of the AWS JSON 1.1 protocol: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export const serveAwsJson = async (service: JsonService): Promise<JsonServiceServer> => {
  const calls: Call[] = [];
  const answer = (request: IncomingMessage, body: Buffer): unknown => {
    checkSignature(request, service.signedFor);
    const [target = '', name = ''] = String(request.headers['x-amz-target']).split(/\.(?=[^.]+$)/);
    const run = target === service.target ? service.operations[name] : undefined;
    if (request.method !== 'POST' || request.headers['content-type'] !== CONTENT_TYPE || run === undefined) {
      throw new AwsError('UnknownOperationException', '');
    }
    const input = parseBody(body);
    calls.push({ operation: name, input });
    return run(input);
  };
  const server = await listenOnLoopback(async (request, response) => {
    const body = await readBody(request);
    response.setHeader('content-type', CONTENT_TYPE);
    try {
      response.end(JSON.stringify(await answer(request, body)));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      response.statusCode = error.status;
      response.end(JSON.stringify({ __type: error.type, message: error.message }));
    }
  });
  return { ...server, calls };
};
