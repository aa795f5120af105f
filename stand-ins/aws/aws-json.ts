import * as v from 'valibot';
import { type LoopbackServer, listenOnLoopback, readBody } from '../loopback-server';
import type { HttpRequest, HttpResponse } from './http-message';

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
  /** Of the protocol; 1.1 unless given. */
  readonly version?: '1.0';
  readonly operations: Readonly<Record<string, Operation>>;
}

export interface Call {
  readonly operation: string;
  readonly input: unknown;
}

export interface JsonServiceServer extends LoopbackServer {
  /** Every call that reached an operation, oldest first, refused or not. */
  readonly calls: readonly Call[];
  /** Refuses an operation from now on, for want of permission. */
  readonly deny: (operation: string) => void;
  /** From now on answers an operation with these bytes, whatever it was asked; null takes that back. */
  readonly answerWith: (operation: string, answer: RawAnswer | null) => void;
}

/** An answer that no service made. */
export interface RawAnswer {
  readonly status: number;
  readonly body: Buffer;
}

const CREDENTIAL_SCOPE = /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/[a-z0-9-]+\/([a-z0-9-]+)\/aws4_request,/;

// The signature itself is not recomputed: every access key is as good as another here.
const checkSignature = ({ authorization }: HttpRequest['headers'], signedFor: string | undefined): void => {
  if (authorization === undefined) {
    throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
  }
  if (signedFor !== undefined && CREDENTIAL_SCOPE.exec(authorization)?.[1] !== signedFor) {
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

/**
 * Answers a request in the AWS JSON protocol, by the service it is for: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 *
 * @param called is told of each call that reaches an operation
 */
export const answerAwsJson = async (
  services: readonly JsonService[],
  { method, headers, body }: HttpRequest,
  called: (call: Call) => void = () => {},
): Promise<HttpResponse> => {
  const [target = '', name = ''] = String(headers['x-amz-target']).split(/\.(?=[^.]+$)/);
  const service = services.find((one) => one.target === target);
  const contentType = `application/x-amz-json-${service?.version ?? '1.1'}`;
  const answer = (status: number, json: unknown): HttpResponse => ({
    status,
    headers: { 'content-type': contentType },
    body: Buffer.from(JSON.stringify(json)),
  });
  try {
    checkSignature(headers, service?.signedFor);
    const run = service?.operations[name];
    if (method !== 'POST' || headers['content-type'] !== contentType || run === undefined)
      throw new AwsError('UnknownOperationException', '');
    const input = parseBody(body);
    called({ operation: name, input });
    return answer(200, await run(input));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return answer(error.status, { __type: error.type, message: error.message });
  }
};

/** A service with an address of its own. */
export const serveAwsJson = async (service: JsonService): Promise<JsonServiceServer> => {
  const calls: Call[] = [];
  const denied = new Set<string>();
  const raw = new Map<string, RawAnswer>();
  const note = (call: Call): void => {
    calls.push(call);
    if (!denied.has(call.operation)) return;
    const message = `User is not authorized to perform: ${service.signedFor}:${call.operation}`;
    throw new AwsError('AccessDeniedException', message);
  };
  const server = await listenOnLoopback(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const asked = { method, url, headers, body: await readBody(request) };
    const answered = await answerAwsJson([service], asked, note);
    const instead = raw.get(String(headers['x-amz-target']).replace(/^.*\./, ''));
    const { status, body } = instead ?? answered;
    response.writeHead(status, answered.headers).end(body);
  });
  return {
    ...server,
    calls,
    deny: (operation) => void denied.add(operation),
    answerWith: (operation, answer) => {
      if (answer === null) raw.delete(operation);
      else raw.set(operation, answer);
    },
  };
};
