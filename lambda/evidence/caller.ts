import type { Session, SessionTrace } from '../session/session';

/** Who opened a session, as far as could be found out. Either way it is reported. */
export type Caller = AttributedCaller | UnattributedCaller;

export interface AttributedCaller {
  readonly kind: 'attributed';
  readonly session: Session;
  readonly trace: SessionTrace | null;
}

export interface UnattributedCaller {
  readonly kind: 'unattributed';
  readonly trace: SessionTrace | null;
  /** Where was looked and for how long, for the auditor. */
  readonly reason: string;
}
