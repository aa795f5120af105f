import type { OwnMessage } from '../../lambda/messages/own-message';
import { ownMessageBody } from '../../lambda/messages/own-message-body';

/** Messages for the queue, and why each is sent. */
export interface PlannedMessage {
  readonly message: OwnMessage;
  readonly because: string;
}

/** What a command that sends messages gives as its result. */
export interface SentMessages {
  readonly queueUrl: string;
  readonly sent: boolean;
  readonly messages: readonly {
    readonly kind: OwnMessage['kind'];
    readonly because: string;
    /** As the queue gets it, without stream URL and token. */
    readonly body: unknown;
  }[];
}

export const sentMessages = (
  queueUrl: string,
  planned: readonly PlannedMessage[],
  sent: boolean,
): SentMessages => ({
  queueUrl,
  sent,
  messages: planned.map(({ message, because }) => ({
    kind: message.kind,
    because,
    body: JSON.parse(ownMessageBody(message)),
  })),
});

export const printSent = ({ queueUrl, sent, messages }: SentMessages): string =>
  [
    `${sent ? 'Sent' : 'Would send'} ${messages.length} ${messages.length === 1 ? 'message' : 'messages'} to ${queueUrl}:`,
    ...messages.map(({ kind, because }) => `  ${kind}: ${because}`),
  ].join('\n');
