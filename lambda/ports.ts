import type { Evidence } from './evidence/attestation';
import type { Service } from './service/service';
import type { Session, SessionTrace, SoughtSession, TaskRef } from './session/session';
import type { SessionId } from './session/session-id';
import type { GoneTranscript, Transcript, TranscriptRef } from './transcript/transcript';

export type FoundSessions = ReadonlyMap<SessionId, Session>;

/**
 * What the stories need from outside. Each function throws `OutsideUnavailableError` when waiting may help and
 * `SetupError` when only a person can; "not found" is an answer, never an error.
 */
export interface World {
  readonly now: () => Date;
  /** CloudTrail event history: one pass for all of `sought`, newest first, ended as soon as all are found. */
  readonly searchEventHistory: (sought: readonly SoughtSession[]) => Promise<FoundSessions>;
  /** SSM's session history. A help, not a source: a failure is an empty answer. */
  readonly traceSessions: (ids: readonly SessionId[]) => Promise<ReadonlyMap<SessionId, SessionTrace>>;
  /** The trail's own bucket; null when none is configured. */
  readonly searchTrailBucket: ((sought: readonly SoughtSession[]) => Promise<FoundSessions>) | null;
  /** By task ARN: every task asked for has an answer. */
  readonly describeTasks: (tasks: readonly TaskRef[]) => Promise<ReadonlyMap<string, Service>>;
  readonly fetchTranscript: (ref: TranscriptRef) => Promise<Transcript | GoneTranscript>;
  /** Puts on the trail what it does not hold yet of this session. */
  readonly reportEvidence: (evidence: Evidence) => Promise<Reported>;
}

/** What became of one session's evidence. */
export interface Reported {
  readonly trail: string;
  /** Attestations sent now. */
  readonly sent: readonly string[];
  /** Attestations the trail held already. */
  readonly held: readonly string[];
}
