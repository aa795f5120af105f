import ky, { type KyInstance, type RetryOptions } from 'ky';
import { OutsideUnavailableError } from '../reporter-error';
import { type KosliPlace, kosliError } from './kosli-error';

/** Reads the token, from memory or afresh. The AWS adapter's `ApiToken` fits. */
export interface Token {
  readonly read: () => Promise<string>;
  readonly readAgain: () => Promise<string>;
}

/** One call of Kosli's API. */
export interface KosliCall {
  readonly method: 'get' | 'put' | 'post';
  /** Path segments below `/api/v2`, not yet encoded. */
  readonly path: readonly string[];
  /** In the words of an error: "Kosli could not be reached to <doing>". */
  readonly doing: string;
  /** A fresh body for every attempt. */
  readonly body?: () => Promise<FormData> | FormData;
  /**
   * Asked before the call is made again after a failure that leaves open whether it was carried out; true means it was,
   * and it is not made again.
   */
  readonly wasCarriedOut?: () => Promise<boolean>;
}

/** @returns the answer's status and its body, read as JSON where it is */
export type KosliHttp = (call: KosliCall) => Promise<{ readonly status: number; readonly json: unknown }>;

// As Kosli's own CLI: four attempts; 409 is a lock conflict. Beyond that the queue waits better than we do.
const RETRY: RetryOptions = {
  limit: 3,
  methods: ['get', 'put', 'post'],
  statusCodes: [408, 409, 429, 500, 502, 503, 504],
  afterStatusCodes: [429, 503],
  maxRetryAfter: 20_000,
  backoffLimit: 10_000,
  jitter: true,
  retryOnTimeout: true,
};
const ATTEMPT_TIMEOUT_MS = 120_000;

// Not ky's own body option: ky clones a request before it sends it, and the clone would hold a whole transcript in memory.
const sendWith =
  (body: NonNullable<KosliCall['body']>): typeof fetch =>
  async (request) =>
    fetch(new Request(request, { body: await body() }));

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

/** Kosli's API over HTTP: authorised, retried with jitter, the token read again after a 401. */
export const kosliHttp = (place: KosliPlace, token: Token, signal: AbortSignal): KosliHttp => {
  const client: KyInstance = ky.create({
    prefixUrl: `${place.host}/api/v2`,
    timeout: ATTEMPT_TIMEOUT_MS,
    signal,
    // Followed, a redirected POST becomes a GET whose 200 would pass for evidence that was taken. And fetch, ready to follow,
    // keeps a copy of the body, which is a whole transcript (https://fetch.spec.whatwg.org/#http-network-or-cache-fetch).
    redirect: 'error',
  });
  return async ({ method, path, doing, body, wasCarriedOut }) => {
    let bearer = await token.read();
    let readAgain = false;
    try {
      const response = await client(path.map(encodeURIComponent).join('/'), {
        method,
        retry: RETRY,
        ...(body === undefined ? {} : { fetch: sendWith(body) }),
        hooks: {
          beforeRequest: [(request) => request.headers.set('authorization', `Bearer ${bearer}`)],
          beforeRetry: [
            async () =>
              (await wasCarriedOut?.()) === true ? new Response(null, { status: 200 }) : undefined,
          ],
          afterResponse: [
            async (_request, _options, { status }) => {
              if (status !== 401 || readAgain) return undefined;
              readAgain = true;
              bearer = await token.readAgain();
              return ky.retry({ delay: 0, code: 'TOKEN_READ_AGAIN' });
            },
          ],
        },
      });
      // Kosli means success by these two alone; another 2xx is somebody else's answer.
      if (response.status !== 200 && response.status !== 201) {
        throw new OutsideUnavailableError(
          `Kosli (${place.host}) answered ${response.status} when asked to ${doing}, expected 200 or 201`,
        );
      }
      return { status: response.status, json: jsonOf(await response.text()) };
    } catch (error) {
      throw await kosliError(place, doing, error);
    }
  };
};
