import type { Evidence } from './evidence/attestation';
import type { Delivery } from './messages/delivery';
import type { Reported, SessionReport } from './outcome';
import type { Service } from './service/service';
import type { OpenedSession, SessionTrace, SoughtSession, TaskRef } from './session/session';
import type { SessionId } from './session/session-id';
import type { Time } from './time';
import type { GoneTranscript, Transcript, TranscriptRef } from './transcript/transcript';

/**
 * What the stories need from outside for one batch. An error is a `DependencyUnavailableError` when waiting may help and a
 * `SetupError` when only a person can; "not found" is an answer, never an error.
 */
export interface Ports {
  readonly now: () => Date;
  /** The time there is for the batch. */
  readonly time: Time;
  /** Where callers are looked for, one place after the other. */
  readonly placesToSearch: readonly PlaceToSearch[];
  /** SSM's session history. A help, not a source: a failure is an empty answer. */
  readonly traceSessions: Trace;
  /** By task ARN; every task asked for has an answer, or the error that says why there is none yet. */
  readonly describeTasks: (tasks: readonly TaskRef[]) => Promise<ReadonlyMap<string, Service | Error>>;
  readonly fetchTranscript: (ref: TranscriptRef) => Promise<Transcript | GoneTranscript>;
  /** Puts on the trail what it does not hold yet of this session. */
  readonly reportEvidence: (evidence: Evidence) => Promise<Reported>;
}

/** A place that holds records of `ExecuteCommand` calls. */
export interface PlaceToSearch {
  /** In the words of evidence and log, for example `CloudTrail event history`. */
  readonly name: string;
  /** The part of the time left that it may use when its turn comes, between 0 and 1. */
  readonly shareOfTime: number;
  /** Every session asked for has a result. `trace` narrows the search once it gets long. */
  readonly search: (sought: readonly SoughtSession[], trace: Trace, time: Time) => Promise<SearchResults>;
}

/** What one place shows of one session. */
export interface SearchResult {
  /** Records of the call that opened it; more than one only where they disagree. */
  readonly records: readonly OpenedSession[];
  /** For the auditor: what was read of the place without finding a record that settles it, and what was not read. */
  readonly summary: string;
  /** Whether all of it that could hold a record was read. */
  readonly complete: boolean;
  /** What ended the search early, where a later one may get further; null when it came to its end. */
  readonly stoppedBy: Error | null;
}

export type SearchResults = ReadonlyMap<SessionId, SearchResult>;

/** Asks SSM's session history about these sessions. */
export type Trace = (ids: readonly SessionId[]) => Promise<ReadonlyMap<SessionId, SessionTrace>>;

/** The queue the messages come from, and the one for those that can never be evidence. */
export interface MessageQueue {
  /** Keeps a message out of sight for `seconds` from now; it still has to be returned as failed. */
  readonly returnAfter: (delivery: Delivery, seconds: number) => Promise<void>;
  /** Puts a message where a person will look, with the reason. */
  readonly deadLetter: (delivery: Delivery, reason: string) => Promise<void>;
}

/** The Kosli API token, kept in memory only. */
export interface ApiToken {
  /** From memory after the first read. */
  readonly read: () => Promise<string>;
  /** As it is stored now: for after a 401 or 403, when somebody may have rotated it. */
  readonly readAgain: () => Promise<string>;
}

/** Says what became of every message and session, a log line and a metric together, so that nothing is silent. */
export interface Journal {
  readonly reported: (report: SessionReport) => void;
  readonly ignored: (delivery: Delivery, reason: string) => void;
  /** It will be tried again in `seconds`. */
  readonly retrying: (delivery: Delivery, error: Error, seconds: number) => void;
  readonly deadLettered: (delivery: Delivery, reason: string) => void;
  /** Something that is not fatal, but somebody should know. */
  readonly warn: (message: string, details: unknown) => void;
}
