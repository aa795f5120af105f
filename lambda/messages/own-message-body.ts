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
/**
 * How much is left of a field, the most that fits: a record has some thirty entries at each level and short texts, but a caller
 * may send more, and JSON writes a control character with six. An ARN of ECS has fewer than 400 characters.
 */
const SIZES = [
  { entries: 40, characters: 4_000 },
  { entries: 40, characters: 400 },
  { entries: 10, characters: 400 },
] as const;
type Size = (typeof SIZES)[number];
const MAX_DEPTH = 5;
/** With these, the needed fields together always fit. */
const MAX_FIELD_BYTES = 16 * 1024;
const LEFT_OUT = '[left out]';

const shorten = (value: unknown, size: Size, depth = 0): unknown => {
  if (typeof value === 'string') return truncate(value, size.characters);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === MAX_DEPTH) return LEFT_OUT;
  return Array.isArray(value)
    ? value.slice(0, size.entries).map((entry) => shorten(entry, size, depth + 1))
    : Object.fromEntries(
        Object.entries(value)
          .slice(0, size.entries)
          .map(([name, entry]) => [name, shorten(entry, size, depth + 1)]),
      );
};

const needed = (record: unknown, cut: (value: unknown) => unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(record ?? {})
      .filter(([name]) => NEEDED.includes(name))
      .map(([name, value]) => [name, cut(value)]),
  );

const leaveOutLarge = (value: unknown): unknown => {
  const short = shorten(value, SIZES[2]);
  return byteLength(sendableJson(short)) > MAX_FIELD_BYTES ? LEFT_OUT : short;
};

/** The ways to cut a record down, from the one that leaves most of it. */
const CUTS: readonly ((value: unknown) => unknown)[] = [
  ...SIZES.map((size) => (value: unknown) => shorten(value, size)),
  leaveOutLarge,
];

// Of what JSON leaves as it is, XML 1.0, and so SQS, does not allow these two.
const sendableJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[\ufffe\uffff]/g, (character) =>
    character === '\ufffe' ? '\\ufffe' : '\\uffff',
  );

/**
 * A message of our own as the body of a queue's message. A record in it lacks stream URL and token; one that is too large for a
 * message is cut down to what is needed, and says so.
 *
 * @throws Error when a message without a record is too large
 */
export const ownMessageBody = (message: OwnMessage): string => {
  const safe = 'record' in message ? { ...message, record: withoutStreamSecrets(message.record) } : message;
  const whole = sendableJson(safe);
  const bytes = byteLength(whole);
  if (bytes <= MAX_BODY_BYTES) return whole;
  if ('record' in safe) {
    const cutDownByReporter = `the record has ${bytes} bytes, too many for a message of the queue; CloudTrail has it in full`;
    for (const cut of CUTS) {
      const body = sendableJson({ ...safe, record: { ...needed(safe.record, cut), cutDownByReporter } });
      if (byteLength(body) <= MAX_BODY_BYTES) return body;
    }
  }
  throw new Error(`a message of kind ${message.kind} has ${bytes} bytes, and SQS allows ${MAX_BODY_BYTES}`);
};
