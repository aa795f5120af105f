import type { TimeSpan } from '../ports';

/** A part of event history without gaps, and when it was read. */
export interface ReadSpan extends TimeSpan {
  readonly readAt: Date;
}

/**
 * What was read of event history in the last hours. A call that was not there then is not asked for again by every session that
 * waits for one: the API allows two calls a second for everybody in the account.
 */
export interface RecentReads {
  readonly note: (span: ReadSpan) => void;
  readonly any: (now: Date) => boolean;
  /** The newest read that would have shown a call made at `calledAt`, if it is too soon to read again. */
  readonly tooRecent: (calledAt: Date, now: Date) => ReadSpan | null;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const KEPT_MS = 3 * HOUR_MS;
/** CloudTrail shows nearly all calls by then; one that is later is looked for more seldom. */
const LATE_MS = 30 * MINUTE_MS;
const LONGEST_PAUSE_MS = 30 * MINUTE_MS;
const MAX_SPANS = 200;
/** SSM's start and CloudTrail's call agree to the second; a page may end in the middle of one. */
const MARGIN_MS = MINUTE_MS;
/** For each look-up of the last hour, so that the busier an account is, the more sessions share one. */
const PAUSE_MS = 5 * MINUTE_MS;

/** Whether this read would have shown the call, had event history shown it then. */
const covers = ({ from, to, readAt }: ReadSpan, calledAt: Date): boolean => {
  const at = calledAt.getTime();
  // Of what happened since, there is nothing to see yet.
  const isNewest = readAt.getTime() - to.getTime() < MARGIN_MS;
  return from.getTime() + MARGIN_MS <= at && (isNewest || at + MARGIN_MS <= to.getTime());
};

export const recentReads = (): RecentReads => {
  /** Newest first. */
  let spans: readonly ReadSpan[] = [];
  const within = (ms: number, now: Date): readonly ReadSpan[] =>
    spans.filter(({ readAt }) => now.getTime() - readAt.getTime() < ms);
  return {
    note: (span) => {
      spans = [span, ...within(KEPT_MS, span.readAt)].slice(0, MAX_SPANS);
    },
    any: (now) => within(KEPT_MS, now).length > 0,
    tooRecent: (calledAt, now) => {
      const read = within(KEPT_MS, now).find((span) => covers(span, calledAt));
      if (read === undefined) return null;
      const age = read.readAt.getTime() - calledAt.getTime();
      const patience = age > LATE_MS ? 2 * age : age;
      const pause = Math.min(within(HOUR_MS, now).length * PAUSE_MS, LONGEST_PAUSE_MS);
      const wait = Math.max(patience, pause);
      return now.getTime() < read.readAt.getTime() + wait ? read : null;
    },
  };
};
