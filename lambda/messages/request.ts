import type { Subject } from '../evidence/attestation';
import type { AwsLocation, BypassCall, FailedCall, OpenedSession, SessionRef } from '../session/session';
import type { TranscriptRef } from '../transcript/transcript';
import type { Position } from './cursor';

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

/** The transcript of a session did not come in the time it may take. */
export interface TranscriptMissing {
  readonly kind: 'transcript-missing';
  readonly session: SessionRef;
  readonly call: OpenedSession;
}

/** What Kosli lacks of a stretch of time is to be found and queued. */
export interface Reconcile {
  readonly kind: 'reconcile';
  /** Null for the schedule's own window. */
  readonly from: Date | null;
  readonly to: Date | null;
  /** Whether it also lists the bucket, and looks further back. */
  readonly daily: boolean;
  /** Where an earlier invocation left off; null at the beginning. */
  readonly position: Position | null;
}

/** A day is to be stated; without one, all that are due. */
export interface Completeness {
  readonly kind: 'completeness';
  readonly location: AwsLocation;
  /** `YYYY-MM-DD`, UTC. */
  readonly date: string | null;
}

/** A request for evidence about one session or call. */
export type SubjectRequest =
  | SessionStarted
  | SessionRefused
  | SessionBypassed
  | TranscriptUploaded
  | TranscriptMissing;

/** What a message asks for. Each kind has its story in `stories.ts`. */
export type Request = SubjectRequest | Reconcile | Completeness;

/** What the evidence asked for is about. */
export const subjectOfRequest = (request: SubjectRequest): Subject =>
  'session' in request ? request.session.id : request.call.eventId;

const isAboutSubject = (request: Request): request is SubjectRequest =>
  request.kind !== 'reconcile' && request.kind !== 'completeness';

/** What the evidence is about that these requests ask for. */
export const subjectsOf = (requests: readonly Request[]): ReadonlySet<Subject> =>
  new Set(requests.filter(isAboutSubject).map(subjectOfRequest));
