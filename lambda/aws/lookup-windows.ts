import { MAX_SESSION_MS, type TracedSession } from '../session/session';
import type { SessionId } from '../session/session-id';

/** A stretch of time to ask event history about, and for whom. */
export interface LookupWindow {
  readonly from: Date;
  readonly to: Date;
  readonly ids: readonly SessionId[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
// The call and the start of the shell agree to the second; the rest is for clocks, and costs a page in a busy account.
const AROUND_START_MS = 30 * MINUTE_MS;
// A gap shorter than this costs fewer pages than a look-up of its own.
const WORTH_LEAVING_OUT_MS = HOUR_MS;

const windowOf = ({ id, startedAt, uploadedAt, firstUploadedAt }: TracedSession): LookupWindow => {
  const start = startedAt?.getTime();
  return start === undefined
    ? { from: new Date(firstUploadedAt.getTime() - MAX_SESSION_MS), to: uploadedAt, ids: [id] }
    : { from: new Date(start - AROUND_START_MS), to: new Date(start + AROUND_START_MS), ids: [id] };
};

/**
 * What to ask event history about so that nobody is missed and no time between two sessions is read for nothing: around the
 * start where it is known, else the 48 hours before the upload; what overlaps or almost does is one look-up. Newest first.
 */
export const lookupWindows = (sought: readonly TracedSession[]): readonly LookupWindow[] => {
  const merged: LookupWindow[] = [];
  const newestFirst = sought.map(windowOf).toSorted((one, other) => other.to.getTime() - one.to.getTime());
  for (const { from, to, ids } of newestFirst) {
    const later = merged.at(-1);
    if (later === undefined || later.from.getTime() - to.getTime() > WORTH_LEAVING_OUT_MS) {
      merged.push({ from, to, ids });
    } else {
      const earliest = new Date(Math.min(later.from.getTime(), from.getTime()));
      merged[merged.length - 1] = { from: earliest, to: later.to, ids: [...later.ids, ...ids] };
    }
  }
  return merged;
};
