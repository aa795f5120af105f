import type { Principal } from './principal';
import type { SessionId } from './session-id';

/** The task a session was opened in. */
export interface TaskRef {
  /** Full ARN wherever CloudTrail or SSM gave enough to know it, else the id as the caller typed it. */
  readonly taskArn: string;
  /** Cluster ARN, or its name as typed; `default` when the caller named none. */
  readonly cluster: string;
}

/** Where a caller was found, which says how far the finding can be checked. */
export type FoundIn =
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

/** One `ExecuteCommand` call that opened a session, as CloudTrail recorded it. */
export interface Session {
  readonly id: SessionId;
  /** CloudTrail's `eventID`, unique for the call. */
  readonly eventId: string;
  readonly principal: Principal;
  /** When the call was made (UTC, whole seconds); agrees with the start of the shell to the second. */
  readonly openedAt: Date;
  readonly region: string;
  /** The account whose trail recorded the call, which is the account of the task. */
  readonly accountId: string | null;
  readonly sourceIp: string | null;
  readonly userAgent: string | null;
  readonly task: TaskRef | null;
  readonly containerName: string | null;
  /** Verbatim as typed; may hold secrets in its arguments. */
  readonly command: string | null;
  readonly interactive: boolean | null;
  readonly foundIn: FoundIn;
}

/** What SSM's own session history knows: when and where, never who. */
export interface SessionTrace {
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly task: TaskRef | null;
}

/** A session whose caller is looked for. */
export interface SoughtSession {
  readonly id: SessionId;
  /** When its transcript was uploaded, which is after the session ended; the newest upload, where there are several. */
  readonly uploadedAt: Date;
  /** The oldest upload: the call came before it, and from it counts how long the caller is waited for. */
  readonly firstUploadedAt: Date;
  /** When it began, if SSM's history knows; bounds the search to minutes. */
  readonly startedAt: Date | null;
}

/** A session whose caller is looked for in a trail's bucket. */
export interface SoughtInTrail extends SoughtSession {
  /** Log files delivered later than this are not waited for. */
  readonly until: Date;
}
