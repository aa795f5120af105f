import ky, { HTTPError, type KyInstance, type RetryOptions } from 'ky';
import type { ApiToken } from '../ports';
import { type Time, within } from '../time';
import { attempt } from './attempt';
import {
  isOfKosli,
  type KosliPlace,
  kosliError,
  mayStillBeProcessed,
  retryAfterOf,
  retryAfterSeconds,
  UnansweredError,
  UnexpectedAnswerError,
} from './kosli-error';
import type { OutgoingForm } from './outgoing-form';
import { readBeginning } from './read-beginning';

/** `maxMs` milliseconds, but no more than this share of the time left, so that a call that hangs leaves time for the others. */
export interface AttemptTimeout {
  readonly maxMs: number;
  readonly share: number;
}

/** One call of Kosli's API. */
export interface KosliCall {
  readonly method: 'get' | 'put' | 'post';
  /** Path segments below `/api/v2`, not yet encoded. */
  readonly path: readonly string[];
  /** In the words of an error: "Kosli could not be reached to <doing>". */
  readonly doing: string;
  /** A fresh body for every attempt. */
  readonly form?: () => Promise<OutgoingForm> | OutgoingForm;
  /** How long one attempt may take. */
  readonly timeout: AttemptTimeout;
  /** Asked before a POST that Kosli answered with 500 is retried; if true, it was carried out, and is not retried. */
  readonly wasCarriedOut?: () => Promise<boolean>;
}

/** @returns the response, 200 or 201, its body not yet read */
export type KosliHttp = (call: KosliCall) => Promise<Response>;

// Like Kosli's own CLI: four attempts; 409 is a lock conflict. Anything that takes longer is left to the queue.
const RETRY: RetryOptions = {
  limit: 3,
  methods: ['get', 'put', 'post'],
  statusCodes: [408, 409, 429, 500, 502, 503, 504],
  afterStatusCodes: [429, 503],
  backoffLimit: 10_000,
  jitter: true,
};
/** After a longer `Retry-After` the call is made again only when the message comes back. */
const MAX_RETRY_AFTER_SECONDS = 20;

/**
 * Whether a call may be retried at once; undefined leaves the decision to the status. A POST is retried only if the one before
 * is known to have had no effect, or if reading the trail can tell: anything Kosli stored after that read would be there twice.
 * A call that timed out would probably do so again, and keep the other sessions waiting.
 */
const mayRepeat = (error: unknown, { method }: KosliCall): boolean | undefined => {
  if (error instanceof UnansweredError) {
    const { hadNoEffect, timedOut } = error.known;
    return !timedOut && (method !== 'post' || hadNoEffect);
  }
  if (!(error instanceof HTTPError)) return false;
  const { response } = error;
  if (retryAfterSeconds(response) > MAX_RETRY_AFTER_SECONDS) return false;
  return method === 'post' && mayStillBeProcessed(response.status) ? false : undefined;
};

const WAITS = [
  'retry-after',
  'ratelimit-reset',
  'x-ratelimit-retry-after',
  'x-ratelimit-reset',
  'x-rate-limit-reset',
];

/**
 * A refusal with no header about waiting but a `Retry-After` that can be read. ky waits for any of the others too, for hours if
 * it says so, and for a `Retry-After` that is not a time until the invocation ends.
 */
const withPlainWait = (response: Response): Response => {
  if (response.ok) return response;
  const { status, statusText, body } = response;
  const headers = new Headers(response.headers);
  const seconds = retryAfterOf(response);
  for (const name of WAITS) headers.delete(name);
  if (seconds !== null) headers.set('retry-after', String(seconds));
  return new Response(body, { status, statusText, headers });
};

// For example the login page of a proxy.
const isHtmlPage = ({ headers }: Response): boolean =>
  /^text\/html\b/i.test(headers.get('content-type') ?? '');

/**
 * Kosli's API over HTTP: authorised, retried with jitter; the token is read again after a 401 or 403.
 *
 * @param failed called for every call that Kosli did not carry out, retries included
 */
export const kosliHttp = (
  place: KosliPlace,
  token: ApiToken,
  time: Time,
  failed: () => void = () => undefined,
): KosliHttp => {
  const client: KyInstance = ky.create({ timeout: false, signal: time.signal });
  const tokens = new Set<string>();
  const redact = (text: string): string =>
    [...tokens]
      // Also as an answer in JSON repeats it.
      .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
      .reduce((redacted, secret) => redacted.replaceAll(secret, '[API token]'), text);

  const send = async (url: string, call: KosliCall): Promise<Response> => {
    const method = call.method.toUpperCase();
    const maxMs = Math.min(call.timeout.maxMs, time.leftMs() * call.timeout.share);
    const sendWith = async (bearer: string) => {
      tokens.add(bearer);
      return attempt({ method, url, token: bearer, form: (await call.form?.()) ?? null }, time, maxMs);
    };
    const bearer = await within(time, token.read());
    const response = await sendWith(bearer);
    if (response.status !== 401 && response.status !== 403) return response;
    // The token may have been rotated since it was read.
    const fresh = await within(time, token.refresh(bearer));
    if (fresh === bearer) return response;
    await readBeginning(response, time);
    return sendWith(fresh);
  };

  return async (call) => {
    const { method, path, doing, wasCarriedOut } = call;
    try {
      const url = `${place.host}/api/v2/${path.map(encodeURIComponent).join('/')}`;
      const response = await client(url, {
        method,
        retry: { ...RETRY, shouldRetry: ({ error }) => mayRepeat(error, call) },
        // Not ky's own `body` option: ky clones a request before sending it, and the clone would hold a whole transcript in memory.
        fetch: async () => withPlainWait(await send(url, call)),
        hooks: {
          beforeRetry: [
            async ({ error }) => {
              if (!(error instanceof HTTPError)) return undefined;
              await readBeginning(error.response, time);
              const stored = error.response.status === 500 && (await wasCarriedOut?.()) === true;
              return stored ? new Response(null, { status: 200 }) : undefined;
            },
          ],
        },
      });
      // Kosli signals success with these two only; another 2xx, or an HTML page, comes from something in between.
      if ((response.status !== 200 && response.status !== 201) || isHtmlPage(response)) {
        throw new UnexpectedAnswerError(
          `Kosli (${place.host}) answered ${response.status} (${response.headers.get('content-type')}) when asked to ${doing}, ` +
            'expected 200 or 201, and not an HTML page',
        );
      }
      return response;
    } catch (error) {
      const failure = await kosliError({ place, doing, once: method === 'post', redact }, error, time);
      if (isOfKosli(error, failure)) failed();
      throw failure;
    }
  };
};
