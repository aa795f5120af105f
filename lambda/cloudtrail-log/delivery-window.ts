import { MAX_SESSION_MS, type TracedSession } from '../session/session';

/** The delivery minutes, both inclusive, in which a log file may hold a session's `ExecuteCommand` event. */
export interface DeliveryWindow {
  readonly from: Date;
  readonly to: Date;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

// CloudTrail delivers "about every 5 minutes", without a guarantee; half an hour is six times that.
const USUAL_DELIVERY_MS = 30 * MINUTE_MS;

// Files are named by whole minutes: one delivered at 12:30:50 is named 12:30.
const wholeMinute = (time: number): Date => new Date(Math.floor(time / MINUTE_MS) * MINUTE_MS);

/**
 * Where to look for one session: from its start, or if that is unknown from 48 hours before its transcript was uploaded, to
 * its deadline; but at least to half an hour after the start or the upload, because the record of a session of a few seconds
 * reaches the bucket only after it.
 */
export const deliveryWindow = ({
  startedAt,
  uploadedAt,
  firstUploadedAt,
  deadline,
}: TracedSession): DeliveryWindow => {
  const earliest = startedAt?.getTime() ?? firstUploadedAt.getTime() - MAX_SESSION_MS;
  const usualLatest = (startedAt ?? uploadedAt).getTime() + USUAL_DELIVERY_MS;
  return { from: wholeMinute(earliest), to: new Date(Math.max(usualLatest, deadline.getTime())) };
};

/** The half hour in which the log file with the session usually arrives, or null when its start is unknown. */
export const usualWindow = ({ startedAt }: TracedSession): DeliveryWindow | null =>
  startedAt && {
    from: wholeMinute(startedAt.getTime()),
    to: new Date(startedAt.getTime() + USUAL_DELIVERY_MS),
  };

export const holds = ({ from, to }: DeliveryWindow, at: Date): boolean => from <= at && at <= to;

// Six hours divide the UTC day evenly, so no slice needs two day folders; a day costs at most four more list requests.
const SLICE_MS = 6 * HOUR_MS;

/**
 * The time slices that these windows overlap, disjoint, each within one UTC day, newest first: S3 lists only oldest first,
 * but most sessions are short, so their calls are near the upload.
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

/** The shortest part of the slice that contains its overlap with every window, or null when there is none. */
export const spanWithin = (
  slice: DeliveryWindow,
  windows: readonly DeliveryWindow[],
): DeliveryWindow | null => {
  const overlapping = windows.filter(({ from, to }) => from <= slice.to && slice.from <= to);
  if (overlapping.length === 0) return null;
  const earliest = Math.min(...overlapping.map(({ from }) => from.getTime()));
  const latest = Math.max(...overlapping.map(({ to }) => to.getTime()));
  return {
    from: new Date(Math.max(earliest, slice.from.getTime())),
    to: new Date(Math.min(latest, slice.to.getTime())),
  };
};
