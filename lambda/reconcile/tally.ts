/** What a reconciliation has seen and done. */
export interface ReconcileTally {
  /** Calls that opened a session. */
  readonly sessions: number;
  /** Of those, how many Kosli holds in full. */
  readonly complete: number;
  /** Shells that are still open, and transcripts that may still come. */
  readonly open: number;
  /** Sessions whose trail cannot be told any more, as its name needs a service that ECS has forgotten. */
  readonly untold: number;
  /** Refused calls and sessions past ECS Exec. */
  readonly otherCalls: number;
  /** Messages put into the queue for what is missing. */
  readonly queued: number;
}

export const NOTHING_YET: ReconcileTally = {
  sessions: 0,
  complete: 0,
  open: 0,
  untold: 0,
  otherCalls: 0,
  queued: 0,
};

export const plus = (one: ReconcileTally, other: ReconcileTally): ReconcileTally => ({
  sessions: one.sessions + other.sessions,
  complete: one.complete + other.complete,
  open: one.open + other.open,
  untold: one.untold + other.untold,
  otherCalls: one.otherCalls + other.otherCalls,
  queued: one.queued + other.queued,
});
