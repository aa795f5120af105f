import type { AwsLocation } from '../session/session';
import type { Request } from './request';

/** What one message of the queue asks for. A body may contain several records, each of which is one of these three. */
export interface Message {
  readonly requests: readonly Request[];
  /** Why a record needs no report: it is a test event, or its object is not a transcript. */
  readonly ignored: readonly string[];
  /** Why a record can never become evidence. */
  readonly poison: readonly string[];
}

/** What is needed to interpret a message. */
export interface MessageContext {
  readonly transcriptBucket: string;
  /** Where the queue is. An S3 notification does not contain the account of the session. */
  readonly location: AwsLocation;
  /** When the message was sent; of a schedule's, what it is about ends then, however late it is read. */
  readonly sentAt: Date;
}

/** Parses one kind of message; returns null when the body is of another kind. */
export type MessageParser = (body: unknown, context: MessageContext) => Message | null;

export const ignored = (reason: string): Message => ({ requests: [], ignored: [reason], poison: [] });
export const poison = (reason: string): Message => ({ requests: [], ignored: [], poison: [reason] });
export const asking = (request: Request): Message => ({
  requests: [request],
  ignored: [],
  poison: [],
});

export const merge = (messages: readonly Message[]): Message => ({
  requests: messages.flatMap(({ requests }) => requests),
  ignored: messages.flatMap((message) => message.ignored),
  poison: messages.flatMap((message) => message.poison),
});
