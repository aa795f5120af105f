import { MAX_SESSION_MS, type TracedSession } from '../session/session';
import type { SessionId } from '../session/session-id';

/** A time range to look up in event history, and the sessions it is for. */
export interface LookupWindow {
  readonly from: Date;
  readonly to: Date;
  readonly ids: readonly SessionId[];
}

const MINUTE_MS = 60_000;
// The call and the start of the shell agree to the second; the rest allows for clock skew.
const AROUND_START_MS = 5 * MINUTE_MS;
/** Until then everything since the start is read: it shows what other sessions wait for, and costs no further page. */
const YOUNG_MS = 30 * MINUTE_MS;
/** Reading through a gap shorter than this costs fewer pages than a separate look-up. */
export const MIN_GAP_MS = 20 * MINUTE_MS;

const windowOf = ({ id, startedAt, uploadedAt, firstUploadedAt }: TracedSession, now: Date): LookupWindow => {
  const start = startedAt?.getTime();
  return start === undefined
    ? { from: new Date(firstUploadedAt.getTime() - MAX_SESSION_MS), to: uploadedAt, ids: [id] }
    : {
        from: new Date(start - AROUND_START_MS),
        to: new Date(now.getTime() - start < YOUNG_MS ? now.getTime() : start + AROUND_START_MS),
        ids: [id],
      };
};

/**
 * The windows to look up so that no session is missed and no gap between two sessions is read needlessly: around the start
 * if it is known, else the 48 hours before the upload. Windows that overlap, or nearly do, are merged. Newest first.
 *
 * @param gapMs the longest gap that is read through
 */
export const lookupWindows = (
  sought: readonly TracedSession[],
  now: Date,
  gapMs = MIN_GAP_MS,
): readonly LookupWindow[] => {
  const merged: LookupWindow[] = [];
  const newestFirst = sought
    .map((session) => windowOf(session, now))
    .toSorted((one, other) => other.to.getTime() - one.to.getTime());
  for (const { from, to, ids } of newestFirst) {
    const later = merged.at(-1);
    if (later === undefined || later.from.getTime() - to.getTime() > gapMs) {
      merged.push({ from, to, ids });
    } else {
      const earliest = new Date(Math.min(later.from.getTime(), from.getTime()));
      merged[merged.length - 1] = { from: earliest, to: later.to, ids: [...later.ids, ...ids] };
    }
  }
  return merged;
};
