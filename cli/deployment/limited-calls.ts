import { within } from '../../lambda/time';

/** How long a request to AWS may take; without `throwOnRequestTimeout` the SDK would only warn. */
export const REQUEST_LIMITS = {
  requestHandler: {
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    socketTimeout: 30_000,
    throwOnRequestTimeout: true,
  },
} as const;

/** How long one call to AWS may take, all that the SDK retries included. */
export const MAX_CALL_MS = 60_000;

/** A call that took too long; `toReporterError` says what was asked. */
class CallTimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

interface SendOptions {
  readonly abortSignal?: AbortSignal;
}
type Send = (command: object, options?: SendOptions) => Promise<object>;

/**
 * The client, each of whose calls ends after a time: an answer that comes byte by byte is in time for every limit that the SDK has,
 * and one that never comes is waited for again with each retry.
 */
export const withLimitedCalls = <Client extends object>(
  client: Client & { readonly send: unknown },
): Client => {
  const send = (client.send as Send).bind(client);
  const limited: Send = async (command, options = {}) => {
    const outer = options.abortSignal;
    const controller = new AbortController();
    const stop = () => controller.abort(outer?.reason);
    if (outer?.aborted) stop();
    // A body is read after the call, and ends with the time of the caller.
    outer?.addEventListener('abort', stop, { once: true });
    const timer = setTimeout(
      () =>
        controller.abort(
          new CallTimeoutError(
            `there was no whole answer in ${MAX_CALL_MS / 1000} seconds, retries included`,
          ),
        ),
      MAX_CALL_MS,
    );
    const time = { signal: controller.signal, leftMs: () => MAX_CALL_MS };
    try {
      const answer = await within(time, send(command, { ...options, abortSignal: controller.signal }));
      if (!('Body' in answer)) outer?.removeEventListener('abort', stop);
      return answer;
    } catch (error) {
      outer?.removeEventListener('abort', stop);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
  // An overloaded method cannot be assigned to.
  Object.defineProperty(client, 'send', { value: limited });
  return client;
};
