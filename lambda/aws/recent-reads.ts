import type { TimeSpan } from '../ports';

/** A part of event history without gaps, and when it was read. */
export interface ReadSpan extends TimeSpan {
  readonly readAt: Date;
}

/**
 * What was read of event history in the last minutes. A call that was not there then is not asked for again by every session that
 * waits for one: the API allows two calls a second for everybody in the account.
 */
export interface RecentReads {
  readonly note: (span: ReadSpan) => void;
  /** Whether anything was read of late. */
  readonly isFresh: (now: Date) => boolean;
  /** The newest read that covers this moment, if there is one. */
  readonly covering: (moment: Date, now: Date) => ReadSpan | null;
}

/** A call is visible after minutes as a rule, so it loses little to be looked for every few minutes only. */
const FRESH_MS = 5 * 60_000;
const MAX_SPANS = 100;
/** SSM's start and CloudTrail's call agree to the second; a page may end in the middle of one. */
const MARGIN_MS = 60_000;

export const recentReads = (): RecentReads => {
  let spans: readonly ReadSpan[] = [];
  const fresh = (now: Date): readonly ReadSpan[] => {
    spans = spans.filter(({ readAt }) => now.getTime() - readAt.getTime() < FRESH_MS);
    return spans;
  };
  return {
    note: (span) => {
      spans = [span, ...spans].slice(0, MAX_SPANS);
    },
    isFresh: (now) => fresh(now).length > 0,
    covering: (moment, now) =>
      fresh(now).find(({ from, to }) => {
        const at = moment.getTime();
        return from.getTime() + MARGIN_MS <= at && at + MARGIN_MS <= to.getTime();
      }) ?? null,
  };
};
