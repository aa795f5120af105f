import type { Reconcile } from '../messages/request';
import type { TimeSpan } from '../ports';

/** What a reconciliation goes through, one after the other: CloudTrail's calls, the keys of the bucket, the bypasses. */
export const PHASES = ['calls', 'keys', 'bypasses'] as const;
export type Phase = (typeof PHASES)[number];

/** Where a reconciliation is, as a message can carry it on. */
export interface Position {
  readonly phase: Phase;
  /** ISO time of the oldest call read, or the last key; null at the beginning of the phase. */
  readonly after: string | null;
}

const HOUR_MS = 3_600_000;
/** The schedule's own windows: events may be hours late, and a run may have been missed. */
const HOURLY_MS = 6 * HOUR_MS;
const DAILY_MS = 72 * HOUR_MS;

const isPhase = (text: string): text is Phase => PHASES.some((phase) => phase === text);

/** `calls`, `bypasses:2026-07-31T12:25:25.000Z`, `keys:prefix/…`; anything else is the beginning. */
export const positionOf = (cursor: string | null): Position => {
  const [phase = '', ...after] = (cursor ?? '').split(':');
  return isPhase(phase)
    ? { phase, after: after.length === 0 ? null : after.join(':') }
    : { phase: 'calls', after: null };
};

export const cursorOf = ({ phase, after }: Position): string =>
  after === null ? phase : `${phase}:${after}`;

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
