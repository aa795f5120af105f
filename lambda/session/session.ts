import type { Principal } from './principal';
import type { SessionId } from './session-id';

/** An AWS account and region. */
export interface AwsLocation {
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
}

/** A session and where it took place, which is not necessarily where the function runs. */
export interface SessionRef extends AwsLocation {
  readonly id: SessionId;
}

/** The task a session was opened in. */
export interface TaskRef {
  /** The full ARN if CloudTrail recorded it, else the task id as the caller typed it or as SSM has it. */
  readonly taskArn: string;
  /** The cluster's ARN, or its name as typed; `default` when the caller gave none. */
  readonly cluster: string;
}

/** Where a record was found, which determines how far it can be verified. */
export type RecordSource =
  | { readonly source: 'event-history' }
  | { readonly source: 'eventbridge' }
  | {
      readonly source: 'cloudtrail-bucket';
      readonly bucket: string;
      readonly key: string;
      /** When the log file was put there: according to S3, as a name can claim any time; from the name if S3 does not say. */
      readonly deliveredAt: Date;
      readonly digestVerified: DigestVerdict;
    };

/**
 * Whether CloudTrail's signed digest confirms the log file. `pending` until CloudTrail has written the digest (hourly);
 * `unlisted` when it has and the digest does not list the file, while a later one still may; `unchecked` when a digest of that
 * hour cannot be read, or is not signed by CloudTrail.
 */
export type DigestVerdict = 'true' | 'false' | 'unlisted' | 'unchecked' | 'pending';

/** A call of AWS's API, as CloudTrail recorded it. */
export interface ApiCall {
  /** CloudTrail's `eventID`, unique for the call. */
  readonly eventId: string;
  readonly principal: Principal;
  /** When the call was made (UTC, whole seconds); agrees with the start of the shell to the second. */
  readonly calledAt: Date;
  readonly region: string;
  /** The account whose CloudTrail recorded the call, which is the account of the task. */
  readonly accountId: string | null;
  readonly sourceIp: string | null;
  readonly userAgent: string | null;
  /** The task it was about, if the record names one. */
  readonly task: TaskRef | null;
  readonly foundIn: RecordSource;
}

/** One `ExecuteCommand` call. */
export interface ExecuteCommandCall extends ApiCall {
  readonly containerName: string | null;
  /** Verbatim as typed; may contain secrets in its arguments. */
  readonly command: string | null;
  readonly interactive: boolean | null;
}

/** A call that opened a session. */
export interface OpenedSession extends ExecuteCommandCall {
  readonly id: SessionId;
}

/** A call that failed: access was denied, or ECS could not carry it out. */
export interface FailedCall extends ExecuteCommandCall {
  readonly errorCode: string;
  readonly errorMessage: string | null;
  /** The record as CloudTrail wrote it, without what would open the stream. */
  readonly record: unknown;
}

/** A shell, or a tunnel, that was opened in a task by SSM's `StartSession`, past ECS Exec and its logging. */
export interface BypassCall extends ApiCall {
  /** `ecs:<cluster>_<task id>_<runtime id>` as called. */
  readonly target: string;
  readonly documentName: string | null;
  /** SSM's id of the session; begins with the caller's name. */
  readonly ssmSessionId: string | null;
  /** The record as CloudTrail wrote it, without what would open the stream. */
  readonly record: unknown;
}

/** What SSM's own session history knows: when and where, never who. */
export interface SessionTrace {
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly task: TaskRef | null;
}

/** A session whose caller is being searched for. */
export interface SoughtSession extends SessionRef {
  /** When its transcript was uploaded, which is after the session ended; the newest upload if there are several. */
  readonly uploadedAt: Date;
  /** The oldest upload; the call was made before it. */
  readonly firstUploadedAt: Date;
  /** Until when the caller is waited for. */
  readonly deadline: Date;
}

/** A sought session and when it began, if SSM's history knows, which narrows the search to minutes. */
export interface TracedSession extends SoughtSession {
  readonly startedAt: Date | null;
}

/**
 * How long a session may last, in milliseconds: before its upload it is searched for that long when its start is unknown, and
 * after its call its transcript is waited for. No limit is documented for ECS Exec; two days cover a shell that somebody left
 * open over a day off.
 */
export const MAX_SESSION_MS = 48 * 3_600_000;
