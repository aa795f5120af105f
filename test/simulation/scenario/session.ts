import type { Fault } from './faults';
import type { PlacedTask } from './places';

/** When somebody hears of something; milliseconds since 1970, none when it is lost. */
export type Deliveries = readonly number[];

/** A call of the API, as CloudTrail records it. */
export interface PlannedCall {
  readonly record: object;
  readonly eventId: string;
  readonly calledAt: number;
  /** From when on event history shows it; infinity for never. */
  readonly shownAt: number;
  /** By EventBridge. */
  readonly announcedAt: Deliveries;
  /** The session name of whoever called. */
  readonly person: string;
}

/** An upload of a transcript. */
export interface PlannedUpload {
  readonly at: number;
  readonly bytes: Buffer;
  /** The session name of whoever wrote it: the id of a task. */
  readonly writer: string;
  readonly notifiedAt: Deliveries;
}

/** A session that was opened, and everything that happens to it. */
export interface PlannedSession {
  readonly id: string;
  readonly fault: Fault | null;
  readonly call: PlannedCall;
  readonly openedAt: number;
  readonly endedAt: number;
  readonly task: PlacedTask;
  /** Whether ECS knows the task at all. */
  readonly taskKnown: boolean;
  readonly key: string;
  readonly uploads: readonly PlannedUpload[];
}

/** Everything that happens. */
export interface Scenario {
  readonly seed: number;
  /** `YYYY-MM-DD` of the busy day. */
  readonly day: string;
  readonly start: number;
  readonly end: number;
  readonly sessions: readonly PlannedSession[];
  readonly refused: readonly PlannedCall[];
  readonly bypasses: readonly PlannedCall[];
  /** Calls of `StartSession` that ECS itself makes, one for each session. */
  readonly byEcs: readonly PlannedCall[];
  readonly tasks: readonly PlacedTask[];
  readonly outage: { readonly from: number; readonly to: number };
  readonly poison: readonly { readonly at: number; readonly body: string }[];
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
