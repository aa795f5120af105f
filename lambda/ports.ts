import type { Evidence } from './evidence/attestation';
import type { Service } from './service/service';
import type { Session, SessionTrace, SoughtSession, TaskRef } from './session/session';
import type { SessionId } from './session/session-id';
import type { GoneTranscript, Transcript, TranscriptRef } from './transcript/transcript';

export type FoundSessions = ReadonlyMap<SessionId, Session>;

/** What a search found, and why it may not have looked everywhere: who is not found then may still be there. */
export interface Search {
  readonly found: FoundSessions;
  readonly unfinished: Error | null;
}

/**
 * What the stories need from outside. An error is an `OutsideUnavailableError` when waiting may help and a `SetupError` when
 * only a person can; "not found" is an answer, never an error.
 */
export interface World {
  readonly now: () => Date;
  /** CloudTrail event history: one pass for all of `sought`, newest first, ended as soon as all are found. */
  readonly searchEventHistory: (sought: readonly SoughtSession[]) => Promise<Search>;
  /** SSM's session history. A help, not a source: a failure is an empty answer. */
  readonly traceSessions: (ids: readonly SessionId[]) => Promise<ReadonlyMap<SessionId, SessionTrace>>;
  /** The trail's own bucket; null when none is configured. */
  readonly searchTrailBucket: ((sought: readonly SoughtSession[]) => Promise<Search>) | null;
  /** By task ARN; every task asked for has an answer, or the error that says why there is none yet. */
  readonly describeTasks: (tasks: readonly TaskRef[]) => Promise<ReadonlyMap<string, Service | Error>>;
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
