import { DependencyUnavailableError, SessionNotVisibleYetError, SetupError } from './reporter-error';

/** CloudTrail is usually a few minutes late, so the first searches come soon; what is later than that is seldom worth one. */
const NOT_VISIBLE_DELAYS_SECONDS = [60, 120, 240, 300, 600, 1200];
const INITIAL_DELAY_SECONDS = 30;
/**
 * The longest a message waits: long enough that 14 days of waiting stay below the queue's 1,000 receives, short enough
 * that evidence arrives soon after the cause was fixed.
 */
export const MAX_RETRY_DELAY_SECONDS = 30 * 60;

const DAY_MS = 24 * 60 * 60 * 1000;

/** SQS drops a message silently after 14 days; one that fails after 13 days goes to the dead-letter queue, where it is seen. */
export const MAX_WAITING_MS = 13 * DAY_MS;
/** A message is tried until then: long enough for a last attempt, whether it waits for 30 minutes or for a killed function. */
const LAST_ATTEMPT_MS = MAX_WAITING_MS + DAY_MS / 2;

/**
 * For how many seconds a message stays invisible in the queue after it failed.
 *
 * @param receives how often it was received, starting at 1
 */
export const retryDelaySeconds = (error: Error, receives: number): number => {
  if (error instanceof SessionNotVisibleYetError) {
    return (
      NOT_VISIBLE_DELAYS_SECONDS[Math.min(receives, NOT_VISIBLE_DELAYS_SECONDS.length) - 1] ??
      MAX_RETRY_DELAY_SECONDS
    );
  }
  if (error instanceof SetupError) return MAX_RETRY_DELAY_SECONDS;
  const doubled = INITIAL_DELAY_SECONDS * 2 ** (Math.max(receives, 1) - 1);
  const minimum = error instanceof DependencyUnavailableError ? error.waitAtLeastSeconds : 0;
  return Math.min(Math.max(doubled, minimum), MAX_RETRY_DELAY_SECONDS);
};

/**
 * Why a message is not processed any more, or null. A message that is returned to the queue is tried until it fails after
 * 13 days, and ends with its last error; this is for messages that killed the function each time, and so never were returned.
 */
export const whyAbandoned = (sentAt: Date, receives: number, now: Date): string | null =>
  receives > 1 && now.getTime() - sentAt.getTime() > LAST_ATTEMPT_MS
    ? `received ${receives} times in more than 13 days and never settled; see the function's log for what happened`
    : null;

/** Whether a failure is expected and not counted: CloudTrail just does not show the session yet. */
export const isExpected = (error: Error): boolean => error instanceof SessionNotVisibleYetError;
