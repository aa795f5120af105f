import { PHASES, type Phase } from '../messages/cursor';
import type { Reconcile } from '../messages/request';
import type { TimeSpan } from '../ports';

const HOUR_MS = 3_600_000;
/** The schedule's own windows: events may be hours late, and a run may have been missed. */
const HOURLY_MS = 6 * HOUR_MS;
const DAILY_MS = 72 * HOUR_MS;

/** The stretch of time a reconciliation is about. */
export const spanOf = (
  { from, to, daily }: Reconcile,
  now: Date,
): { readonly from: Date; readonly to: Date } => {
  const end = to ?? now;
  return { from: from ?? new Date(end.getTime() - (daily ? DAILY_MS : HOURLY_MS)), to: end };
};

/** Calls may be late, and a daily run may be; ECS makes one such call for every session, so no more is read than that. */
const BYPASSES_MS = 30 * HOUR_MS;

/** Of bypasses, a scheduled run has read what is older. */
export const spanOfBypasses = (request: Reconcile, span: TimeSpan): TimeSpan =>
  request.daily && request.from === null
    ? { from: new Date(span.to.getTime() - BYPASSES_MS), to: span.to }
    : span;

/** The schedule's hourly run reads calls alone; the daily one, and an operator's, all. */
export const phasesOf = ({ from, daily }: Reconcile): readonly Phase[] =>
  daily ? PHASES : from === null ? ['calls'] : ['calls', 'bypasses'];
