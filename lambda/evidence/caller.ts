import type { OpenedSession, SessionTrace } from '../session/session';

/** Who opened a session, as far as could be found out. Either way it is reported. */
export type Caller = AttributedCaller | UnattributedCaller;

export interface AttributedCaller {
  readonly kind: 'attributed';
  readonly session: OpenedSession;
  readonly trace: SessionTrace | null;
  /** Records of the same session that tell otherwise, and that CloudTrail vouches for less. */
  readonly contradictions: readonly OpenedSession[];
  /** Why another record might tell otherwise where no digest confirms this one; null when none is known. */
  readonly doubt: string | null;
}

export interface UnattributedCaller {
  readonly kind: 'unattributed';
  readonly trace: SessionTrace | null;
  /** Where was looked and for how long, what was read and what was not; or why what was found names nobody. */
  readonly reason: string;
  /** Records of the session that disagree about the caller, when that is the reason. */
  readonly records: readonly OpenedSession[];
}
