import type { Evidence } from './evidence/attestation';
import type { Service } from './service/service';
import type { Session, SessionTrace, SoughtInTrail, SoughtSession, TaskRef } from './session/session';
import type { SessionId } from './session/session-id';
import type { GoneTranscript, Transcript, TranscriptRef } from './transcript/transcript';

/** What one place tells of one session. */
export interface SearchResult {
  /** Records of the call that opened it; more than one only where they disagree. */
  readonly records: readonly Session[];
  /** For the auditor: what was read of the place without finding a record that settles it, and what was not read. */
  readonly said: string;
  /** Whether all of it that could hold a record was read. */
  readonly complete: boolean;
  /** Why the search broke off, where a later one may get further; null when it came to its end. */
  readonly unfinished: Error | null;
}

/** What one place tells; every session asked for has a look. */
export type SearchResults = ReadonlyMap<SessionId, SearchResult>;

/** Asks SSM's session history about these; about each once, however often it is called. */
export type Trace = (ids: readonly SessionId[]) => Promise<ReadonlyMap<SessionId, SessionTrace>>;

/**
 * What the stories need from outside. An error is an `DependencyUnavailableError` when waiting may help and a `SetupError` when
 * only a person can; "not found" is an answer, never an error.
 */
export interface Ports {
  readonly now: () => Date;
  /** CloudTrail event history, newest first, ended as soon as all are found; `trace` narrows it once it gets long. */
  readonly searchEventHistory: (sought: readonly SoughtSession[], trace: Trace) => Promise<SearchResults>;
  /** SSM's session history. A help, not a source: a failure is an empty answer. */
  readonly traceSessions: Trace;
  /** The trail's own bucket; null when none is configured. */
  readonly searchCloudTrailBucket: ((sought: readonly SoughtInTrail[]) => Promise<SearchResults>) | null;
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
