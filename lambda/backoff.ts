import { DependencyUnavailableError, SessionNotVisibleYetError, SetupError } from './reporter-error';

/** CloudTrail is minutes late as a rule, so the first looks come soon. */
const IDENTITY_WAITS_SECONDS = [60, 120, 240, 300];
const OUTSIDE_FIRST_WAIT_SECONDS = 30;
/**
 * The longest a message waits: long enough that 14 days of waiting stay below the queue's 1,000 receives, short enough
 * that evidence flows again soon after somebody mended what was wrong.
 */
export const MAX_RETRY_DELAY_SECONDS = 30 * 60;

const DAY_MS = 24 * 60 * 60 * 1000;

/** SQS drops a message silently after 14 days; a day before, one that failed again goes where a person will look. */
export const MAX_WAITING_MS = 13 * DAY_MS;
/** Until then it is tried: long enough that whatever waits, 30 minutes at most or for a dead function's return, has its turn. */
const LAST_ATTEMPT_MS = MAX_WAITING_MS + DAY_MS / 2;

/**
 * For how many seconds a message stays out of sight after it failed.
 *
 * @param receives how often it was received, from 1
 */
export const retryDelaySeconds = (error: Error, receives: number): number => {
  if (error instanceof SessionNotVisibleYetError) {
    return (
      IDENTITY_WAITS_SECONDS[Math.min(receives, IDENTITY_WAITS_SECONDS.length) - 1] ?? MAX_RETRY_DELAY_SECONDS
    );
  }
  if (error instanceof SetupError) return MAX_RETRY_DELAY_SECONDS;
  const doubled = OUTSIDE_FIRST_WAIT_SECONDS * 2 ** (Math.max(receives, 1) - 1);
  const least = error instanceof DependencyUnavailableError ? error.waitAtLeastSeconds : 0;
  return Math.min(Math.max(doubled, least), MAX_RETRY_DELAY_SECONDS);
};

/**
 * Why a message is not worked on any more, or null. One that was handed back is tried until it has failed after 13 days, and
 * ends with its last error; this is for those that killed the function each time, which nobody handed back.
 */
export const whyAbandoned = (sentAt: Date, receives: number, now: Date): string | null =>
  receives > 1 && now.getTime() - sentAt.getTime() > LAST_ATTEMPT_MS
    ? `received ${receives} times in more than 13 days and never settled; the function's log says what became of it`
    : null;

/** Whether a failure is part of the plan rather than something to count: CloudTrail is simply not there yet. */
export const isExpected = (error: Error): boolean => error instanceof SessionNotVisibleYetError;
