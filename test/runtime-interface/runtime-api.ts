import { EventEmitter, once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { listenOnLoopback, readBody } from '../../stand-ins/loopback-server';

/** What a runtime is told of an invocation, besides the event. */
export interface Invocation {
  readonly requestId: string;
  readonly functionArn: string;
  /** In milliseconds since 1970. */
  readonly deadline: number;
  readonly event: unknown;
}

const ErrorReport = v.object({ errorType: v.string(), errorMessage: v.string() });
export type ErrorReport = v.InferOutput<typeof ErrorReport>;

/** What a runtime said became of an invocation. */
export type Answer =
  | { readonly kind: 'response'; readonly result: unknown }
  | { readonly kind: 'error'; readonly error: ErrorReport };

/**
 * What a runtime of Lambda talks to: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 * One for each process, as the process may die at any point of the conversation.
 */
export interface RuntimeApi {
  /** `<host>:<port>`, as in `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  /** Resolves as soon as the runtime waits for an invocation: it is initialised, or done with the last one. */
  readonly waiting: () => Promise<void>;
  /** Hands an invocation to the runtime, which must be waiting. */
  readonly hand: (invocation: Invocation) => void;
  /** What it said of the last invocation handed to it; null when it said nothing yet. */
  readonly answer: () => Answer | null;
  /** Why it could not be initialised; null when it did not say so. */
  readonly initError: () => ErrorReport | null;
  readonly close: () => Promise<void>;
}

const PATH = '/2018-06-01/runtime';
// A root and a parent segment as X-Ray has them, and not sampled.
const TRACE_ID = 'Root=1-69206f00-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=0';

const headersOf = ({ requestId, functionArn, deadline }: Invocation) => ({
  'Content-Type': 'application/json',
  'Lambda-Runtime-Aws-Request-Id': requestId,
  'Lambda-Runtime-Deadline-Ms': String(deadline),
  'Lambda-Runtime-Invoked-Function-Arn': functionArn,
  'Lambda-Runtime-Trace-Id': TRACE_ID,
});

const readJson = async (request: IncomingMessage): Promise<unknown> =>
  JSON.parse((await readBody(request)).toString('utf8'));

const answerJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
};

/**
 * Opens it on this machine. The caller closes it.
 *
 * @param onAnswer is called when the runtime has answered, and still waits to hear that it was taken
 */
export const openRuntimeApi = async (onAnswer: () => void): Promise<RuntimeApi> => {
  const events = new EventEmitter();
  let idle: ServerResponse | null = null;
  let current: Invocation | null = null;
  let answer: Answer | null = null;
  let initError: ErrorReport | null = null;

  const answerPaths: Readonly<Record<string, (body: unknown) => Answer>> = {
    response: (result) => ({ kind: 'response', result }),
    error: (body) => ({ kind: 'error', error: v.parse(ErrorReport, body) }),
  };

  const takeAnswer = async (request: IncomingMessage, response: ServerResponse, path: string) => {
    const [, requestId = '', kind = ''] = /^\/invocation\/([^/]+)\/([a-z]+)$/.exec(path) ?? [];
    const read = answerPaths[kind];
    if (request.method !== 'POST' || read === undefined) {
      answerJson(response, 404, { errorType: 'NotFound', errorMessage: `${request.method} ${request.url}` });
      return;
    }
    const body = await readJson(request);
    if (requestId !== current?.requestId || answer !== null) {
      answerJson(response, 400, { errorType: 'InvalidRequestID', errorMessage: 'Invalid request ID' });
      return;
    }
    answer = read(body);
    onAnswer();
    answerJson(response, 202, { status: 'OK' });
  };

  const server = await listenOnLoopback(async (request, response) => {
    const path = request.url?.startsWith(PATH) ? request.url.slice(PATH.length) : '';
    if (request.method === 'GET' && path === '/invocation/next') {
      idle = response;
      events.emit('idle');
      return;
    }
    if (request.method === 'POST' && path === '/init/error') {
      initError = v.parse(ErrorReport, await readJson(request));
      answerJson(response, 202, { status: 'OK' });
      return;
    }
    await takeAnswer(request, response, path);
  });

  return {
    address: new URL(server.url).host,
    waiting: async () => {
      if (idle === null) await once(events, 'idle');
    },
    hand: (invocation) => {
      if (idle === null) throw new Error('the runtime does not wait for an invocation');
      current = invocation;
      answer = null;
      idle.writeHead(200, headersOf(invocation)).end(JSON.stringify(invocation.event));
      idle = null;
    },
    answer: () => answer,
    initError: () => initError,
    close: server.close,
  };
};
