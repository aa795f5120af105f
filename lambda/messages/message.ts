import type { AwsLocation } from '../session/session';
import type { Request } from './request';

/** What one message of the queue asks for. A body may hold several records, each of which is one of the three. */
export interface Message {
  readonly requests: readonly Request[];
  /** Why a record asks for nothing: a test event, an object that is not a transcript. */
  readonly ignored: readonly string[];
  /** Why a record can never be evidence. */
  readonly poison: readonly string[];
}

/** What a message is read against. */
export interface MessageContext {
  readonly transcriptBucket: string;
  /** Where the queue is. A notification of S3 does not name the account of the session it speaks of. */
  readonly location: AwsLocation;
}

/** Reads one kind of message; null when the body is of another kind. */
export type MessageParser = (body: unknown, context: MessageContext) => Message | null;

export const ignored = (reason: string): Message => ({ requests: [], ignored: [reason], poison: [] });
export const poison = (reason: string): Message => ({ requests: [], ignored: [], poison: [reason] });
export const asking = (request: Request): Message => ({ requests: [request], ignored: [], poison: [] });

export const merge = (messages: readonly Message[]): Message => ({
  requests: messages.flatMap(({ requests }) => requests),
  ignored: messages.flatMap((message) => message.ignored),
  poison: messages.flatMap((message) => message.poison),
});
