import { setMaxListeners } from 'node:events';
import { OutOfTimeError } from './reporter-error';

/** A part of an invocation's time. No wait may outlive it. */
export interface Time {
  /** Fires when the time is up; its reason is an `OutOfTimeError`. */
  readonly signal: AbortSignal;
  /** Milliseconds until then; 0 afterwards. */
  readonly leftMs: () => number;
}

/** The time of a whole invocation. Whoever begins it must end it, which also aborts whatever is still in progress. */
export interface InvocationTime extends Time {
  readonly end: () => void;
}

/** A share of somebody else's time. */
export interface ShareOfTime extends Time {
  /** Keeps nothing for it any more, once nothing waits within it: a batch takes thousands of shares, a long list one a chunk. */
  readonly release: () => void;
}

// Not AbortSignal.timeout and AbortSignal.any: their signals are garbage-collected when only a request refers to them, and on
// Node 24 the abort then never fires. The timer and the listener keep this one alive.
const startTimer = (ms: number): InvocationTime & { readonly stop: () => void } => {
  const controller = new AbortController();
  // Every request of a batch adds a listener, and Node would report more than ten as a leak.
  setMaxListeners(0, controller.signal);
  const endsAt = performance.now() + ms;
  const timer = setTimeout(() => controller.abort(new OutOfTimeError('the time for this ran out')), ms);
  return {
    signal: controller.signal,
    leftMs: () => (controller.signal.aborted ? 0 : Math.max(0, endsAt - performance.now())),
    stop: () => clearTimeout(timer),
    end: () => {
      clearTimeout(timer);
      controller.abort(new OutOfTimeError('the invocation has ended'));
    },
  };
};

/** Starts an invocation's time. */
export const beginTime = (ms: number): InvocationTime => startTimer(ms);

/** A share of `time`: at most `ms` from now, and ending no later than `time` does. */
export const shareOf = (time: Time, ms: number): ShareOfTime => {
  const { signal, leftMs, end, stop } = startTimer(Math.min(ms, time.leftMs()));
  if (time.signal.aborted) end();
  else time.signal.addEventListener('abort', end, { once: true });
  const release = () => {
    stop();
    time.signal.removeEventListener('abort', end);
  };
  return { signal, leftMs, release };
};

/**
 * Resolves or rejects as `work` does, or rejects with the signal's reason once the time is up, whether or not `work` obeys the
 * signal: a stream that never ends, or a client that lost the signal, must not keep the invocation waiting.
 */
export const within = async <Outcome>({ signal }: Time, work: Promise<Outcome>): Promise<Outcome> => {
  let stop = () => {};
  const over = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([over, work]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
};
