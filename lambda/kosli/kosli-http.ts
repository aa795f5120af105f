import ky, { HTTPError, type KyInstance, type RetryOptions } from 'ky';
import type { ApiToken } from '../ports';
import { DependencyUnavailableError } from '../reporter-error';
import { type Time, within } from '../time';
import { attempt } from './attempt';
import {
  type KosliPlace,
  kosliError,
  leavesEffectOpen,
  retryAfterSeconds,
  UnansweredError,
} from './kosli-error';
import type { OutgoingForm } from './outgoing-form';
import { readBeginning } from './read-beginning';

/** So many milliseconds, and no more than this part of the time that is left: one that hangs must leave the others theirs. */
export interface Patience {
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
  readonly patience: Patience;
  /** Asked after a failure of Kosli's own before a POST is made again; true means it was carried out, and it is not. */
  readonly wasCarriedOut?: () => Promise<boolean>;
}

/** @returns the answer, 200 or 201; its body is still to be read */
export type KosliHttp = (call: KosliCall) => Promise<Response>;

// As Kosli's own CLI: four attempts; 409 is a lock conflict. Beyond that the queue waits better than we do.
const RETRY: RetryOptions = {
  limit: 3,
  methods: ['get', 'put', 'post'],
  statusCodes: [408, 409, 429, 500, 502, 503, 504],
  afterStatusCodes: [429, 503],
  backoffLimit: 10_000,
  jitter: true,
};
/** Who wants to be left alone for longer is asked again when the message comes back. */
const MAX_RETRY_AFTER_SECONDS = 20;

/**
 * Whether a call may be made again at once; undefined leaves it to the status. A POST may only where it is known that the one
 * before had no effect, or where a look can tell: what Kosli stores after our look is there twice. What hung once would hang
 * again, and keep the other sessions waiting.
 */
const mayRepeat = (error: unknown, { method }: KosliCall): boolean | undefined => {
  if (error instanceof UnansweredError) {
    const { withoutEffect, timedOut } = error.known;
    return !timedOut && (method !== 'post' || withoutEffect);
  }
  if (!(error instanceof HTTPError)) return false;
  const { response } = error;
  if (retryAfterSeconds(response) > MAX_RETRY_AFTER_SECONDS) return false;
  return method === 'post' && leavesEffectOpen(response.status) ? false : undefined;
};

// A login page of some proxy, say.
const isPage = ({ headers }: Response): boolean => /^text\/html\b/i.test(headers.get('content-type') ?? '');

/** Kosli's API over HTTP: authorised, retried with jitter, the token read again after a 401 or 403. */
export const kosliHttp = (place: KosliPlace, token: ApiToken, time: Time): KosliHttp => {
  const client: KyInstance = ky.create({ timeout: false, signal: time.signal });
  const tokens = new Set<string>();
  const redact = (text: string): string =>
    [...tokens].reduce((told, secret) => told.replaceAll(secret, '[API token]'), text);

  const send = async (url: string, call: KosliCall): Promise<Response> => {
    const method = call.method.toUpperCase();
    const maxMs = Math.min(call.patience.maxMs, time.leftMs() * call.patience.share);
    const sendWith = async (bearer: string) => {
      tokens.add(bearer);
      return attempt({ method, url, token: bearer, form: (await call.form?.()) ?? null }, time, maxMs);
    };
    const bearer = await within(time, token.read());
    const response = await sendWith(bearer);
    if (response.status !== 401 && response.status !== 403) return response;
    // Somebody may have put another token into the parameter since it was read.
    const fresh = await within(time, token.readAgain());
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
        // Not ky's own body option: ky clones a request before it sends it, and the clone would hold a whole transcript in memory.
        fetch: () => send(url, call),
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
      // Kosli means success by these two alone; another 2xx, or a page, is somebody else's answer.
      if ((response.status !== 200 && response.status !== 201) || isPage(response)) {
        throw new DependencyUnavailableError(
          `Kosli (${place.host}) answered ${response.status} (${response.headers.get('content-type')}) when asked to ${doing}, ` +
            'expected 200 or 201 and no page',
        );
      }
      return response;
    } catch (error) {
      throw await kosliError({ place, doing, once: method === 'post', redact }, error, time);
    }
  };
};
