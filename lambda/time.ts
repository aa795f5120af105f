import { setMaxListeners } from 'node:events';
import { OutOfTimeError } from './reporter-error';

/** A stretch of an invocation's time. No wait may outlive it. */
export interface Time {
  /** Fires when the time is up; its reason is an `OutOfTimeError`. */
  readonly signal: AbortSignal;
  /** Milliseconds until then; 0 afterwards. */
  readonly leftMs: () => number;
}

/** The time of a whole invocation. Whoever begins it ends it, which also ends what is still under way. */
export interface InvocationTime extends Time {
  readonly end: () => void;
}

// Not AbortSignal.timeout and AbortSignal.any: what they make is collected when nothing but a request refers to it, and on
// Node 24 the abort is then never heard. Timer and listener hold this one.
const stretch = (ms: number): InvocationTime => {
  const controller = new AbortController();
  // Every request of a batch listens to it; more than ten would count as a leak.
  setMaxListeners(0, controller.signal);
  const endsAt = performance.now() + ms;
  const timer = setTimeout(() => controller.abort(new OutOfTimeError('the time for this was up')), ms);
  return {
    signal: controller.signal,
    leftMs: () => (controller.signal.aborted ? 0 : Math.max(0, endsAt - performance.now())),
    end: () => {
      clearTimeout(timer);
      controller.abort(new OutOfTimeError('the invocation was over'));
    },
  };
};

/** Begins an invocation's time. */
export const beginTime = (ms: number): InvocationTime => stretch(ms);

/** At most `ms` of `time`, from now on; over at the latest when `time` is. */
export const shareOf = (time: Time, ms: number): Time => {
  const share = stretch(Math.min(ms, time.leftMs()));
  if (time.signal.aborted) share.end();
  else time.signal.addEventListener('abort', share.end, { once: true });
  return { signal: share.signal, leftMs: share.leftMs };
};

/**
 * The outcome of `work`, or the signal's reason once the time is up, whether or not `work` heeds the signal: a stream that
 * never ends, or a client that lost the signal, must not keep the invocation waiting.
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
