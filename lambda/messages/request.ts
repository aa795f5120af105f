import type { Subject } from '../evidence/attestation';
import type { AwsLocation, BypassCall, FailedCall, OpenedSession, SessionRef } from '../session/session';
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

/** A day is to be stated (`YYYY-MM-DD`, UTC); without a day, all that are due. */
export interface StatementDue {
  readonly kind: 'completeness';
  readonly location: AwsLocation;
  readonly date: string | null;
}

/** What a message asks for. Each kind has its story in `stories.ts`. */
export type Request = SessionStarted | SessionRefused | SessionBypassed | TranscriptUploaded | StatementDue;

/** What the evidence asked for is about. */
export const subjectOfRequest = (request: Request): Subject => {
  if (request.kind === 'completeness') return request.date ?? request.kind;
  return 'session' in request ? request.session.id : request.call.eventId;
};
