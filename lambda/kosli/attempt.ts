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

/** Long enough for a server to finish with a request it has in full, so that reading the list then shows the result. */
const SETTLED_AFTER_MS = 30_000;

// undici says "fetch failed" and keeps the reason in the cause.
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const detail = cause instanceof Error ? ('code' in cause && String(cause.code)) || cause.message : '';
  return `${error.name}: ${error.message}${detail === '' ? '' : ` (${detail})`}`;
};

/**
 * Sends one request and waits at most `maxMs` for the head of the response. The caller reads the body within `time`.
 *
 * @throws UnansweredError
 */
export const attempt = async (
  { method, url, token, form }: Outgoing,
  time: Time,
  maxMs: number,
): Promise<Response> => {
  const share = shareOf(time, maxMs);
  const startedAt = performance.now();
  const unanswered = (reason: string): UnansweredError => {
    const msSinceSent = form?.msSinceSent() ?? null;
    // When the function has little time left, half of the attempt has to be enough.
    const settledAfterMs = Math.min(SETTLED_AFTER_MS, (performance.now() - startedAt) / 2);
    return new UnansweredError(reason, {
      hadNoEffect: form !== null && msSinceSent === null,
      timedOut: share.signal.aborted,
      listIsConclusive: msSinceSent !== null && msSinceSent >= settledAfterMs,
    });
  };
  // The head of the response has its share of the time; the body may take all that is left.
  const controller = new AbortController();
  const abortHead = () => controller.abort(share.signal.reason);
  const abortAll = () => controller.abort(time.signal.reason);
  share.signal.addEventListener('abort', abortHead, { once: true });
  time.signal.addEventListener('abort', abortAll, { once: true });
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
        // Passed to fetch itself: on Node 24 a signal that only a Request refers to is garbage-collected and never fires.
        signal: controller.signal,
        // Followed, a redirected POST becomes a GET, and its 200 would look like accepted evidence. To be able to follow, fetch
        // also keeps a copy of the body, a whole transcript (https://fetch.spec.whatwg.org/#http-network-or-cache-fetch).
        redirect: 'error',
      }),
    );
    // A 2xx for a request that was not fully received does not come from Kosli, and does not mean the evidence was stored.
    if (response.ok && form !== null && form.msSinceSent() === null) {
      throw new UnansweredError(`${response.status} came before the request had been sent`, {
        hadNoEffect: false,
        timedOut: false,
        listIsConclusive: false,
      });
    }
    return response;
  } catch (error) {
    abortHead();
    if (error instanceof UnansweredError) throw error;
    throw unanswered(share.signal.aborted ? `no answer in ${Math.round(maxMs / 1000)} s` : reasonOf(error));
  } finally {
    share.signal.removeEventListener('abort', abortHead);
    share.release();
  }
};
