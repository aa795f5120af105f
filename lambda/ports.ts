import type { Evidence } from './evidence/attestation';
import type { Delivery } from './messages/delivery';
import type { Reported, SessionReport } from './outcome';
import type { SetupError } from './reporter-error';
import type { Service } from './service/service';
import type { OpenedSession, SessionTrace, SoughtSession, TaskRef } from './session/session';
import type { SessionId } from './session/session-id';
import type { Time } from './time';
import type { GoneTranscript, Transcript, TranscriptRef } from './transcript/transcript';

/**
 * What the stories need from the outside world for one batch. They throw a `DependencyUnavailableError` when waiting may help
 * and a `SetupError` when somebody has to act; "not found" is a result, never an error.
 */
export interface Ports {
  readonly now: () => Date;
  /** The time available for the batch. */
  readonly time: Time;
  /** Where callers are searched for, one place after another. */
  readonly placesToSearch: readonly PlaceToSearch[];
  /** SSM's session history. It only helps the search, so a failure is an empty result. */
  readonly traceSessions: Trace;
  /** By task ARN; every requested task has a result, or the error that says why there is none yet. */
  readonly describeTasks: (tasks: readonly TaskRef[]) => Promise<ReadonlyMap<string, Service | Error>>;
  readonly fetchTranscript: (ref: TranscriptRef) => Promise<Transcript | GoneTranscript>;
  /** Puts on the trail those attestations that it does not hold yet. */
  readonly reportEvidence: (evidence: Evidence) => Promise<Reported>;
}

/** A place that holds records of `ExecuteCommand` calls. */
export interface PlaceToSearch {
  /** As written in evidence and logs, for example `CloudTrail event history`. */
  readonly name: string;
  /** The share of the time left when its turn comes that it may use, between 0 and 1. */
  readonly shareOfTime: number;
  /** Every sought session has a result. `trace` narrows the search once it gets long. */
  readonly search: (sought: readonly SoughtSession[], trace: Trace, time: Time) => Promise<SearchResults>;
}

/** What one place shows of one session. */
export interface SearchResult {
  /** Records of the call that opened it; more than one only if they disagree. */
  readonly records: readonly OpenedSession[];
  /** For the auditor: what was read of the place without finding a record that settles who it was, and what was not read. */
  readonly summary: string;
  /** Whether everything that could contain a record was read. */
  readonly complete: boolean;
  /** What ended the search early, when a later one may get further; null when it was completed. */
  readonly stoppedBy: Error | null;
}

export type SearchResults = ReadonlyMap<SessionId, SearchResult>;

/** Asks SSM's session history about these sessions. */
export type Trace = (ids: readonly SessionId[]) => Promise<ReadonlyMap<SessionId, SessionTrace>>;

/** The queue the messages come from, and the dead-letter queue for those that can never become evidence. */
export interface MessageQueue {
  /** Keeps a message invisible for `seconds` from now; it still has to be returned as failed. */
  readonly returnAfter: (delivery: Delivery, seconds: number) => Promise<void>;
  /** Puts a message into the dead-letter queue, with the reason. */
  readonly deadLetter: (delivery: Delivery, reason: string) => Promise<void>;
}

/** The Kosli API token, kept in memory only. */
export interface ApiToken {
  /** From memory after the first read. */
  readonly read: () => Promise<string>;
  /** As stored now; for use after a 401 or 403, when it may have been rotated. */
  readonly refresh: () => Promise<string>;
}

/** Records the outcome of every message and session, each as a log line and, where it is counted, a metric. */
export interface Journal {
  readonly reported: (report: SessionReport) => void;
  readonly ignored: (delivery: Delivery, reason: string) => void;
  /** The message will be tried again in `seconds`. */
  readonly retrying: (delivery: Delivery, error: Error, seconds: number) => void;
  readonly deadLettered: (delivery: Delivery, reason: string) => void;
  /** Something that is not fatal but should be known. */
  readonly refused: (error: SetupError) => void;
  readonly warn: (message: string, details: unknown) => void;
}
