import { truncate } from '../evidence/truncate';
import { withoutStreamSecrets } from '../session/api-call-record';
import type { OwnMessage } from './own-message';

/** SQS allows 256 KiB for a message. A quota raised since then (1 MiB) is not relied on. */
export const MAX_BODY_BYTES = 256 * 1024;

export const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/** What a record is read for, here and by an auditor; the other fields are left out where the record is too large. */
const NEEDED = [
  'eventVersion',
  'userIdentity',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'requestParameters',
  'responseElements',
  'requestID',
  'eventID',
  'recipientAccountId',
];
/** A record has some thirty entries at each level; a caller may send more. */
const MAX_ENTRIES = 40;
const MAX_DEPTH = 5;

const shorten = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'string') return truncate(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === MAX_DEPTH) return '[left out]';
  return Array.isArray(value)
    ? value.slice(0, MAX_ENTRIES).map((entry) => shorten(entry, depth + 1))
    : Object.fromEntries(
        Object.entries(value)
          .slice(0, MAX_ENTRIES)
          .map(([name, entry]) => [name, shorten(entry, depth + 1)]),
      );
};

const cutDown = (record: unknown, bytes: number): unknown => ({
  ...Object.fromEntries(
    Object.entries(record ?? {})
      .filter(([name]) => NEEDED.includes(name))
      .map(([name, value]) => [name, shorten(value)]),
  ),
  cutDownByReporter: `the record has ${bytes} bytes, too many for a message of the queue; CloudTrail has it in full`,
});

// Of what JSON leaves as it is, XML 1.0, and so SQS, does not allow these two.
const asJson = (message: OwnMessage): string =>
  JSON.stringify(message).replace(/[\ufffe\uffff]/g, (character) =>
    character === '\ufffe' ? '\\ufffe' : '\\uffff',
  );

/**
 * A message of our own as the body of a queue's message. A record in it lacks stream URL and token; one that is too large for a
 * message is cut down to what is needed, and says so.
 *
 * @throws Error when the message is too large even so
 */
export const ownMessageBody = (message: OwnMessage): string => {
  const safe = 'record' in message ? { ...message, record: withoutStreamSecrets(message.record) } : message;
  const whole = asJson(safe);
  const bytes = byteLength(whole);
  if (bytes <= MAX_BODY_BYTES) return whole;
  const body = 'record' in safe ? asJson({ ...safe, record: cutDown(safe.record, bytes) }) : whole;
  if (byteLength(body) <= MAX_BODY_BYTES) return body;
  throw new Error(
    `a message of kind ${message.kind} has ${byteLength(body)} bytes, and SQS allows ${MAX_BODY_BYTES}`,
  );
};
