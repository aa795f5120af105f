import { shareOf, type Time, within } from '../time';
import { UnansweredError } from './kosli-error';
import type { OutgoingForm } from './outgoing-form';

/** One HTTP request, ready to be sent. */
export interface Outgoing {
  readonly method: string;
  readonly url: string;
  readonly token: string;
  readonly form: OutgoingForm | null;
}

/** Long enough for whatever a server does with a request it has in full, so that a look then sees what came of it. */
const SETTLED_AFTER_MS = 30_000;

// undici says "fetch failed" and keeps the reason in the cause.
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const more = cause instanceof Error ? ('code' in cause && String(cause.code)) || cause.message : '';
  return `${error.name}: ${error.message}${more === '' ? '' : ` (${more})`}`;
};

/**
 * Sends one request and waits for the head of its answer, `maxMs` at most. The answer's body is to be read in `time`.
 *
 * @throws UnansweredError
 */
export const attempt = async (
  { method, url, token, form }: Outgoing,
  time: Time,
  maxMs: number,
): Promise<Response> => {
  const share = shareOf(time, maxMs);
  const began = performance.now();
  const unanswered = (reason: string): UnansweredError => {
    const underWayMs = form?.underWayMs() ?? null;
    // Where a function has little time, half of it has to do.
    const settledAfterMs = Math.min(SETTLED_AFTER_MS, (performance.now() - began) / 2);
    return new UnansweredError(reason, {
      withoutEffect: form !== null && underWayMs === null,
      timedOut: share.signal.aborted,
      lookTells: underWayMs !== null && underWayMs >= settledAfterMs,
    });
  };
  // Until its head is here the answer may take its share of the time; its body may take all of it.
  const ending = new AbortController();
  const end = () => ending.abort(share.signal.reason);
  const endAll = () => ending.abort(time.signal.reason);
  share.signal.addEventListener('abort', end, { once: true });
  time.signal.addEventListener('abort', endAll, { once: true });
  try {
    const response = await within(
      share,
      fetch(url, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          ...(form && { 'content-type': form.contentType }),
        },
        body: form?.body ?? null,
        // Handed to fetch itself: on Node 24 a signal that only a Request refers to is collected, and its abort never heard.
        signal: ending.signal,
        // Followed, a redirected POST becomes a GET whose 200 would pass for evidence that was taken. And fetch, ready to follow,
        // keeps a copy of the body, which is a whole transcript (https://fetch.spec.whatwg.org/#http-network-or-cache-fetch).
        redirect: 'error',
      }),
    );
    // Not Kosli's word for evidence that it has not even received.
    if (response.ok && form !== null && form.underWayMs() === null) {
      throw new UnansweredError(`${response.status} came before the request had been sent`, {
        withoutEffect: false,
        timedOut: false,
        lookTells: false,
      });
    }
    return response;
  } catch (error) {
    end();
    if (error instanceof UnansweredError) throw error;
    throw unanswered(share.signal.aborted ? `no answer in ${Math.round(maxMs / 1000)} s` : reasonOf(error));
  } finally {
    share.signal.removeEventListener('abort', end);
  }
};
