import type { SessionRef } from '../session/session';
import type { TranscriptRef } from '../transcript/transcript';

/** A transcript was uploaded: the session is to be reported with it. */
export interface TranscriptUploaded {
  readonly kind: 'transcript-uploaded';
  readonly session: SessionRef;
  readonly transcript: TranscriptRef;
}

/** What a message asks for. Each kind has its story in `stories.ts`. */
export type Request = TranscriptUploaded;
