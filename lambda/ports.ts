import type { ComparedFields, Evidence, Subject } from './evidence/attestation';
import type { AttestationName } from './evidence/attestations';
import type { Delivery } from './messages/delivery';
import type { OwnMessage } from './messages/own-message';
import type { Report, Reported } from './outcome';
import type { SessionMemory } from './reconcile/session-memory';
import type { ReconcileTally } from './reconcile/tally';
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
  readonly audit: AuditPorts;
  /** Sessions that need not be checked again every hour; kept between invocations. */
  readonly completeSessions: SessionMemory;
  readonly now: () => Date;
  /** The time available for the batch. */
  readonly time: Time;
  /** Where callers are searched for, one place after another. */
  readonly placesToSearch: readonly PlaceToSearch[];
  /** SSM's session history: of sessions it knows their trace, or the error that says why it gave no answer. */
  readonly traceSessions: (
    ids: readonly SessionId[],
  ) => Promise<ReadonlyMap<SessionId, SessionTrace | Error>>;
  /** By task ARN; every requested task has a result, or the error that says why there is none yet. */
  readonly describeTasks: (tasks: readonly TaskRef[]) => Promise<ReadonlyMap<string, Service | Error>>;
  readonly fetchTranscript: (ref: TranscriptRef) => Promise<Transcript | GoneTranscript>;
  /** Puts on the trail those attestations that it does not hold yet. */
  readonly reportEvidence: (evidence: Evidence) => Promise<Reported>;
  /**
   * The compared fields of the attestations of one name that a trail holds about a subject of the batch, those of this batch
   * among them. Begins the trail if there is none; what was read of it in this batch is not read again.
   */
  readonly readHeld: (
    trail: string,
    name: AttestationName,
    subject: Subject,
  ) => Promise<readonly ComparedFields[]>;
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
  /** When it was read, if that was not now. */
  readonly readAt?: Date;
}

export type SearchResults = ReadonlyMap<SessionId, SearchResult>;

/** Asks SSM's session history about these sessions. It only helps the search, so a failure is an empty result. */
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
  /** After a 401 or 403, when it may have been rotated: one that is newer than what was refused, else as stored now. */
  readonly refresh: (refused: string) => Promise<string>;
}

/** Records the outcome of every message and session, each as a log line and, where it is counted, a metric. */
export interface Journal {
  readonly reported: (report: Report) => void;
  readonly reconciled: (tally: ReconcileTally, continues: boolean) => void;
  readonly ignored: (delivery: Delivery, reason: string) => void;
  /** The message will be tried again in `seconds`. */
  readonly retrying: (delivery: Delivery, error: Error, seconds: number) => void;
  readonly deadLettered: (delivery: Delivery, reason: string) => void;
  /** AWS refused something that the evidence is reported without. */
  readonly refused: (error: SetupError) => void;
  /** Counts what is not a line of its own: the outcome it leads to is. */
  readonly count: (metric: 'KosliErrors' | 'LookupEventsThrottles') => void;
  /** Something that is not fatal but should be known. */
  readonly warn: (message: string, details: unknown) => void;
}

/** What auditing needs besides: to find what is missing, and to state that nothing is. */
export interface AuditPorts {
  /**
   * CloudTrail's records of a call in a stretch of time (both ends included), newest first, page by page, from event history. The
   * same event may come twice. Throws when CloudTrail refuses, is throttled for good, or the time is up.
   */
  readonly listCalls: (
    eventName: 'ExecuteCommand' | 'StartSession',
    span: TimeSpan,
  ) => AsyncIterable<readonly RecordedCall[]>;
  /** What a trail holds about these subjects, oldest first; nothing when there is no such trail. Read anew each time. */
  readonly readTrail: (
    trail: string,
    names: readonly AttestationName[],
    subjects: ReadonlySet<Subject>,
  ) => Promise<readonly HeldEvidence[]>;
  /** One object (its newest version, when none is named), without reading it; null when there is none. */
  readonly findTranscript: (
    place: Pick<TranscriptRef, 'bucket' | 'key' | 'versionId'>,
  ) => Promise<TranscriptRef | null>;
  /** The keys of the transcript bucket below the prefix, in S3's order, page by page, beginning after `startAfter`. */
  readonly listTranscripts: (startAfter: string | null) => AsyncIterable<readonly TranscriptRef[]>;
  /** Where the clusters (ARN or name, as in `TaskRef`) say that ECS Exec logs; every cluster asked for has an answer. */
  readonly describeLogging: (
    clusters: readonly string[],
  ) => Promise<ReadonlyMap<string, ExecLogging | Error>>;
  /** Of these sessions those that SSM shows as open now. */
  readonly openSessions: (ids: readonly SessionId[]) => Promise<ReadonlySet<SessionId>>;
  /** Whether the role of the task may upload to this place; null when that cannot be found out. */
  readonly mayUpload: (
    task: TaskRef,
    place: Pick<TranscriptRef, 'bucket' | 'key'>,
  ) => Promise<boolean | null>;
  /** Logs what stops nothing, and somebody should know. */
  readonly warn: Journal['warn'];
  /** Puts messages of our own into the queue. */
  readonly send: (messages: readonly OwnMessage[]) => Promise<void>;
}

export interface TimeSpan {
  readonly from: Date;
  readonly to: Date;
}

/** A record of CloudTrail, parsed as JSON, and when its event happened. */
export interface RecordedCall {
  /** Null where it cannot be read. */
  readonly record: unknown;
  readonly at: Date;
  /** CloudTrail's id of an event whose record cannot be read. */
  readonly unreadable?: string;
}

/** An attestation as a trail holds it. */
export interface HeldEvidence {
  readonly name: AttestationName;
  readonly subject: Subject;
  readonly compared: ComparedFields;
  readonly compliant: boolean;
  /** Hex SHA-256 of its canonical JSON (name, compliance, `user_data`). */
  readonly sha256: string;
}

/** How a cluster logs ECS Exec sessions. */
export type ExecLogging =
  | { readonly kind: 'none' }
  /** Of the container's own log driver, if any; nothing reaches S3. Also of a cluster that was never configured. */
  | { readonly kind: 'default' }
  | { readonly kind: 'override'; readonly bucket: string | null; readonly prefix: string }
  | { readonly kind: 'no-cluster' };
