import { PHASES, type Phase } from '../messages/cursor';
import type { Reconcile } from '../messages/request';
import type { TimeSpan } from '../ports';
import type { ReportingRules } from '../reporting-rules';
import { MAX_SESSION_MS } from '../session/session';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Of what is overdue, an hourly run looks at the last three hours: events may be late, and a run may have been missed. */
const OVERDUE_HOURLY_MS = 3 * HOUR_MS;
/** A daily run may be late. */
const OVERDUE_DAILY_MS = 25 * HOUR_MS;
const DAILY_AT_LEAST_MS = 72 * HOUR_MS;

/**
 * How far back the schedule's own runs look. A call is of no interest before the grace has passed; a session that may last
 * `MAX_SESSION_MS` is missing its transcript only after its end and the grace, and there must still be a daily run that looks.
 */
const lengthOf = (
  daily: boolean,
  { transcriptGraceMinutes }: Pick<ReportingRules, 'transcriptGraceMinutes'>,
): number => {
  const graceMs = transcriptGraceMinutes * MINUTE_MS;
  return daily
    ? Math.max(DAILY_AT_LEAST_MS, MAX_SESSION_MS + graceMs + OVERDUE_DAILY_MS)
    : graceMs + OVERDUE_HOURLY_MS;
};

/** The stretch of time a reconciliation is about. */
export const spanOf = (
  { from, to, daily }: Reconcile,
  now: Date,
  rules: Pick<ReportingRules, 'transcriptGraceMinutes'>,
): TimeSpan => {
  const end = to ?? now;
  return { from: from ?? new Date(end.getTime() - lengthOf(daily, rules)), to: end };
};

/** Calls may be late, and a daily run may be; ECS makes one such call for every session, so no more is read than that. */
const BYPASSES_MS = 30 * HOUR_MS;

/** Of bypasses, a scheduled run has read what is older. */
export const spanOfBypasses = (request: Reconcile, span: TimeSpan): TimeSpan =>
  request.daily && request.from === null
    ? { from: new Date(span.to.getTime() - BYPASSES_MS), to: span.to }
    : span;

/** Whether it is more than the schedule's hourly run, which only looks for what is missing of calls. */
export const isThorough = ({ from, daily }: Reconcile): boolean => daily || from !== null;

/** The schedule's hourly run reads calls alone; the daily one, and an operator's, all. */
export const phasesOf = (request: Reconcile): readonly Phase[] => (isThorough(request) ? PHASES : ['calls']);
