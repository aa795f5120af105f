import type { TranscriptRef } from '../transcript/transcript';

/** What one message of the queue asks for. A body may hold several records, each of which is one of the three. */
export interface Message {
  readonly transcripts: readonly TranscriptRef[];
  /** Why a record asks for nothing: a test event, an object that is no transcript. */
  readonly ignored: readonly string[];
  /** Why a record can never be evidence. */
  readonly poison: readonly string[];
}

/** Reads one kind of message; null when the body is of another kind. */
export type MessageParser = (body: unknown, transcriptBucket: string) => Message | null;

export const ignored = (reason: string): Message => ({ transcripts: [], ignored: [reason], poison: [] });
export const poison = (reason: string): Message => ({ transcripts: [], ignored: [], poison: [reason] });
export const transcript = (ref: TranscriptRef): Message => ({ transcripts: [ref], ignored: [], poison: [] });

export const together = (messages: readonly Message[]): Message => ({
  transcripts: messages.flatMap((message) => message.transcripts),
  ignored: messages.flatMap((message) => message.ignored),
  poison: messages.flatMap((message) => message.poison),
});
