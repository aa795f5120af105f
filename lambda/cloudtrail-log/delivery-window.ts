import { MAX_SESSION_MS, type TracedSession } from '../session/session';

/** Delivery minutes, both included, in which a log file may hold a session's `ExecuteCommand` event. */
export interface DeliveryWindow {
  readonly from: Date;
  readonly to: Date;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

// CloudTrail delivers "about every 5 minutes" and promises nothing; half an hour is six times its average.
const USUAL_DELIVERY_MS = 30 * MINUTE_MS;

// Files are named in whole minutes: one delivered 12:30:50 is named 12:30.
const wholeMinute = (time: number): Date => new Date(Math.floor(time / MINUTE_MS) * MINUTE_MS);

/**
 * Where to look for one session: from its start, or without one from 48 hours before its transcript was uploaded, until it
 * is not waited for any more; at least to half an hour after the start or the upload, because the caller of a session of
 * seconds is still on the way to the bucket then.
 */
export const deliveryWindow = ({
  startedAt,
  uploadedAt,
  firstUploadedAt,
  deadline,
}: TracedSession): DeliveryWindow => {
  const earliest = startedAt?.getTime() ?? firstUploadedAt.getTime() - MAX_SESSION_MS;
  const usually = (startedAt ?? uploadedAt).getTime() + USUAL_DELIVERY_MS;
  return { from: wholeMinute(earliest), to: new Date(Math.max(usually, deadline.getTime())) };
};

/** The half hour in which a log file with the session usually comes, or null when nobody knows when it began. */
export const usualWindow = ({ startedAt }: TracedSession): DeliveryWindow | null =>
  startedAt && {
    from: wholeMinute(startedAt.getTime()),
    to: new Date(startedAt.getTime() + USUAL_DELIVERY_MS),
  };

export const holds = ({ from, to }: DeliveryWindow, at: Date): boolean => from <= at && at <= to;

// Six hours divide the UTC day, so no slice needs two day folders; a day is then listed in at most four requests more.
const SLICE_MS = 6 * HOUR_MS;

/**
 * The stretches of time that these windows touch, without overlap, each within one UTC day, newest first: S3 lists oldest
 * first only, but most sessions are short, so their callers lie near the upload.
 */
export const slicesNewestFirst = (windows: readonly DeliveryWindow[]): DeliveryWindow[] => {
  const starts = new Set<number>();
  for (const { from, to } of windows) {
    for (let at = Math.floor(from.getTime() / SLICE_MS) * SLICE_MS; at <= to.getTime(); at += SLICE_MS) {
      starts.add(at);
    }
  }
  return [...starts]
    .sort((a, b) => b - a)
    .map((at) => ({ from: new Date(at), to: new Date(at + SLICE_MS - MINUTE_MS) }));
};

/** The shortest stretch of the slice that has all of these windows' share in it, or null when none touches it. */
export const spanWithin = (
  slice: DeliveryWindow,
  windows: readonly DeliveryWindow[],
): DeliveryWindow | null => {
  const touching = windows.filter(({ from, to }) => from <= slice.to && slice.from <= to);
  if (touching.length === 0) return null;
  const earliest = Math.min(...touching.map(({ from }) => from.getTime()));
  const latest = Math.max(...touching.map(({ to }) => to.getTime()));
  return {
    from: new Date(Math.max(earliest, slice.from.getTime())),
    to: new Date(Math.min(latest, slice.to.getTime())),
  };
};
