import { parseApiCallEvent } from './api-call-event';
import { type Message, type MessageContext, type MessageParser, poison } from './message';
import { parseObjectCreatedEvent } from './object-created-event';
import { parseOwnMessage } from './parse-own-message';
import { parseS3Notification } from './s3-notification';
import { parseS3TestEvent } from './s3-test-event';

/** Every kind of message the queue may contain, as it is called in a dead letter; add a new kind here. */
const KINDS: readonly (readonly [name: string, parse: MessageParser])[] = [
  ['an S3 notification', parseS3Notification],
  ['an EventBridge "Object Created" event', parseObjectCreatedEvent],
  ['an EventBridge "AWS API Call via CloudTrail" event', parseApiCallEvent],
  ['a message of our own', parseOwnMessage],
  ['an s3:TestEvent', parseS3TestEvent],
];

const parseJson = (text: string): { readonly json: unknown } | null => {
  try {
    return { json: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

/** What a message's body asks for. Never throws: an unreadable body is poison, with the reason. */
export const parseMessage = (body: string, context: MessageContext): Message => {
  const parsed = parseJson(body);
  if (parsed === null) return poison('the body is not JSON');
  for (const [, parse] of KINDS) {
    const message = parse(parsed.json, context);
    if (message !== null) return message;
  }
  return poison(`the body is of an unknown kind, expected one of: ${KINDS.map(([name]) => name).join(', ')}`);
};
