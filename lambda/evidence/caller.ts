import type { OpenedSession, SessionTrace } from '../session/session';

/** Who opened a session, as far as that could be determined. The session is reported in either case. */
export type Caller = AttributedCaller | UnattributedCaller;

export interface AttributedCaller {
  readonly kind: 'attributed';
  readonly session: OpenedSession;
  readonly trace: SessionTrace | null;
  /** Other records of the session that contradict this one, and that CloudTrail confirms less. */
  readonly contradictions: readonly OpenedSession[];
  /** Why another record might contradict this one while no digest confirms it; null when there is no such doubt. */
  readonly doubt: string | null;
}

export interface UnattributedCaller {
  readonly kind: 'unattributed';
  readonly trace: SessionTrace | null;
  /** Where and for how long the search went on, what was read and what was not; or why the records found identify nobody. */
  readonly reason: string;
  /** Records of the session that disagree about the caller, when that is the reason. */
  readonly records: readonly OpenedSession[];
}
