import type { Principal } from './principal';
import type { SessionId } from './session-id';

/** An account and region of AWS. */
export interface AwsLocation {
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
}

/** A session and where it took place, which need not be where the function runs. */
export interface SessionRef extends AwsLocation {
  readonly id: SessionId;
}

/** The task a session was opened in. */
export interface TaskRef {
  /** Full ARN wherever CloudTrail or SSM gave enough to know it, else the id as the caller typed it. */
  readonly taskArn: string;
  /** Cluster ARN, or its name as typed; `default` when the caller named none. */
  readonly cluster: string;
}

/** Where a record was found, which says how far the finding can be checked. */
export type RecordSource =
  | { readonly source: 'event-history' }
  | {
      readonly source: 'cloudtrail-bucket';
      readonly bucket: string;
      readonly key: string;
      /** When the log file came to lie there: S3's word, since a name can claim any time; the name's where S3 says nothing. */
      readonly deliveredAt: Date;
      readonly digestVerified: DigestVerdict;
    };

/**
 * Whether CloudTrail's signed digest confirms the log file. `pending` until CloudTrail has written the digest (hourly);
 * `unlisted` when it has and the digest does not list the file, while a later one still may; `unchecked` when a digest of that
 * hour cannot be read, or is not signed by CloudTrail.
 */
export type DigestVerdict = 'true' | 'false' | 'unlisted' | 'unchecked' | 'pending';

/** One `ExecuteCommand` call, as CloudTrail recorded it. */
export interface ExecuteCommandCall {
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
  readonly task: TaskRef | null;
  readonly containerName: string | null;
  /** Verbatim as typed; may hold secrets in its arguments. */
  readonly command: string | null;
  readonly interactive: boolean | null;
  readonly foundIn: RecordSource;
}

/** A call that opened a session. */
export interface OpenedSession extends ExecuteCommandCall {
  readonly id: SessionId;
}

/** A call that ECS refused. */
export interface RefusedCall extends ExecuteCommandCall {
  readonly errorCode: string;
  readonly errorMessage: string | null;
}

/** What SSM's own session history knows: when and where, never who. */
export interface SessionTrace {
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly task: TaskRef | null;
}

/** A session whose caller is looked for. */
export interface SoughtSession extends SessionRef {
  /** When its transcript was uploaded, which is after the session ended; the newest upload, where there are several. */
  readonly uploadedAt: Date;
  /** The oldest upload: the call came before it. */
  readonly firstUploadedAt: Date;
  /** Until when the caller is waited for. */
  readonly deadline: Date;
}

/** A session that is looked for, and when it began, if SSM's history knows; that narrows the search to minutes. */
export interface TracedSession extends SoughtSession {
  readonly startedAt: Date | null;
}

/**
 * How long before its upload a session is looked for, in milliseconds, where nobody knows when it began. No limit is documented
 * for ECS Exec; two days cover a shell that somebody left open over a day off.
 */
export const MAX_SESSION_MS = 48 * 3_600_000;
