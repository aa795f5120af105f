import { type LoopbackServer, listenOnLoopback, readBody } from '../loopback-server';
import type { HttpRequest, HttpResponse } from './http-message';

/** A deployed function as Lambda describes it; fields as in its API, `Environment` as `{ Variables }` or `{ Error }`. */
export interface DeployedFunction {
  readonly FunctionArn: string;
  readonly FunctionName: string;
  readonly Role: string;
  readonly Environment: {
    readonly Variables?: Readonly<Record<string, string>>;
    readonly Error?: { readonly ErrorCode: string; readonly Message: string };
  };
  readonly [field: string]: unknown;
}

/** An event source mapping as Lambda lists it. */
export interface Mapping {
  readonly UUID: string;
  readonly EventSourceArn: string;
  readonly FunctionArn: string;
  readonly State: 'Enabled' | 'Disabled' | 'Enabling' | 'Disabling';
}

interface LambdaState {
  /** Deploys a function, over an older one of its name if need be. */
  readonly deploy: (deployed: DeployedFunction) => void;
  /** Connects a queue to a function. */
  readonly map: (mapping: Mapping) => void;
  /** Refuses what needs this permission from now on; null grants it again. */
  readonly deny: (action: string | null) => void;
}

/** Lambda's API, as far as functions and their event source mappings are described. */
export interface LambdaApi extends LambdaState, LoopbackServer {}

const MAPPINGS = '/2015-03-31/event-source-mappings';
const PATH = /^\/2015-03-31\/functions\/([^/]+)\/configuration$/;
const SIGNED = /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/[a-z0-9-]+\/lambda\/aws4_request,/;

const refusal = (status: number, type: string, message: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': type },
  body: Buffer.from(JSON.stringify({ Type: 'User', Message: message })),
});

/** Lambda without an address: https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
export const lambdaService = (): LambdaState & {
  readonly answer: (request: HttpRequest) => HttpResponse;
} => {
  const functions = new Map<string, DeployedFunction>();
  const mappings = new Map<string, Mapping>();
  let denied: string | null = null;
  return {
    deploy: (deployed) => functions.set(deployed.FunctionName, deployed),
    map: (mapping) => mappings.set(mapping.UUID, mapping),
    deny: (action) => {
      denied = action;
    },
    answer: ({ method, url, headers }) => {
      const { pathname, searchParams } = new URL(url, 'http://lambda');
      const listed = pathname.replace(/\/$/, '') === MAPPINGS ? searchParams.get('FunctionName') : null;
      const name = listed ?? decodeURIComponent(PATH.exec(pathname)?.[1] ?? '');
      if (method !== 'GET' || name === '')
        return refusal(404, 'UnknownOperationException', `This stand-in has no ${method} ${url}`);
      if (!SIGNED.test(headers.authorization ?? ''))
        return refusal(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
      const action = listed === null ? 'lambda:GetFunctionConfiguration' : 'lambda:ListEventSourceMappings';
      if (denied === action)
        return refusal(403, 'AccessDeniedException', `User is not authorized to perform: ${denied}`);
      const found = [...functions.values()].find(
        ({ FunctionName, FunctionArn }) => name === FunctionName || name === FunctionArn,
      );
      if (found === undefined)
        return refusal(404, 'ResourceNotFoundException', `Function not found: ${name}`);
      const answer =
        listed === null
          ? found
          : {
              EventSourceMappings: [...mappings.values()].filter(
                ({ FunctionArn }) => FunctionArn === found.FunctionArn,
              ),
            };
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify(answer)),
      };
    },
  };
};

export const openLambdaApi = async (): Promise<LambdaApi> => {
  const { answer, ...state } = lambdaService();
  const server = await listenOnLoopback(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const answered = answer({ method, url, headers, body: await readBody(request) });
    response.writeHead(answered.status, answered.headers).end(answered.body);
  });
  return { ...server, ...state };
};
