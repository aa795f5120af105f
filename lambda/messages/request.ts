import type { Subject } from '../evidence/attestation';
import type { BypassCall, FailedCall, OpenedSession, SessionRef } from '../session/session';
import type { TranscriptRef } from '../transcript/transcript';

/** A transcript was uploaded: the session is to be reported with it. */
export interface TranscriptUploaded {
  readonly kind: 'transcript-uploaded';
  readonly session: SessionRef;
  readonly transcript: TranscriptRef;
}

/** A session was opened: who and where are to be reported while the task still runs. */
export interface SessionStarted {
  readonly kind: 'session-started';
  readonly session: SessionRef;
  readonly call: OpenedSession;
}

/** Somebody was refused a session. */
export interface SessionRefused {
  readonly kind: 'session-refused';
  readonly call: FailedCall;
}

/** A session was opened past ECS Exec. */
export interface SessionBypassed {
  readonly kind: 'session-bypassed';
  readonly call: BypassCall;
}

/** The transcript of a session did not come in time. */
export interface TranscriptMissing {
  readonly kind: 'transcript-missing';
  readonly session: SessionRef;
  readonly call: OpenedSession;
}

/** What happened in a stretch of time is to be compared with what Kosli holds. */
export interface Reconcile {
  readonly kind: 'reconcile';
  /** Null: as far back as a scheduled run looks. */
  readonly from: Date | null;
  /** Null: until now. */
  readonly to: Date | null;
  /** Whether it is the daily run, which looks further back and lists the bucket's new keys. */
  readonly daily: boolean;
  /** Where an earlier run broke off; opaque. */
  readonly cursor: string | null;
}

/** Days are to be stated that are due. */
export interface Completeness {
  readonly kind: 'completeness';
  /** `YYYY-MM-DD` in UTC; null for all that are due. */
  readonly date: string | null;
}

/** What the audit asks of itself. */
export type AuditRequest = TranscriptMissing | Reconcile | Completeness;

/** What a message asks for. Each kind has its story in `stories.ts`. */
export type Request = SessionStarted | SessionRefused | SessionBypassed | TranscriptUploaded;

/** What the evidence asked for is about. */
export const subjectOfRequest = (request: Request | AuditRequest): Subject => {
  if ('session' in request) return request.session.id;
  if ('call' in request) return request.call.eventId;
  return request.kind === 'completeness' && request.date !== null ? request.date : request.kind;
};
