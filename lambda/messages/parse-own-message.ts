import * as v from 'valibot';
import { isDay } from '../completeness/day';
import { textOrNull } from '../lenient';
import { parseExecuteCommand } from '../session/execute-command-record';
import { readApiCall, sessionOfCall } from './api-call-event';
import { positionOf } from './cursor';
import { asking, type Message, type MessageContext, type MessageParser, poison } from './message';
import type { OwnMessage } from './own-message';
import { readUploadedObject } from './uploaded-object';

/** CloudTrail's own list showed the record. */
const FOUND_IN = { source: 'event-history' } as const;

const TIME_EXPECTED = 'expected an ISO 8601 time, such as 2026-07-31T12:00:00Z';
const time = v.pipe(
  v.string(),
  v.isoTimestamp(TIME_EXPECTED),
  // `Date` takes 30 February for 2 March.
  v.check((text) => isDay(text.slice(0, 10)), TIME_EXPECTED),
  v.transform((text) => new Date(text)),
);
// Whoever repeats a message by hand repeats its cursor, too.
const cursor = v.nullish(
  v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const position = positionOf(dataset.value);
      if (position !== null) return position;
      addIssue({
        message:
          'expected "calls", "keys" or "bypasses", then nothing, or a colon and how far it got: a key, or else a time such as 2026-07-31T12:00:00.000Z',
      });
      return NEVER;
    }),
  ),
);

const ApiCall = v.object({ record: v.looseObject({ eventName: v.string() }) });
const UploadedTranscript = v.object({
  object: v.object({
    bucket: v.string(),
    key: v.string(),
    versionId: textOrNull,
    sizeBytes: v.fallback(v.nullable(v.number()), null),
    etag: textOrNull,
    uploadedAt: time,
    writerPrincipalId: textOrNull,
  }),
});
// Strict, as operators send these too: a field that is misspelt must not ask for something else.
const Reconcile = v.strictObject({
  kind: v.literal('reconcile'),
  from: v.optional(time),
  to: v.optional(time),
  daily: v.optional(v.boolean(), false),
  cursor,
});
const Completeness = v.strictObject({
  kind: v.literal('completeness'),
  date: v.optional(
    v.pipe(
      v.string(),
      v.check(
        isDay,
        ({ input }) =>
          `"date" is ${JSON.stringify(input.slice(0, 40))}, expected a day in UTC as YYYY-MM-DD, such as 2026-07-31; ` +
          'send one message for each day',
      ),
    ),
  ),
});

const malformed = (kind: string, issues: [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): Message =>
  poison(`malformed message of kind "${kind}": ${v.summarize(issues)}`);

const readCall = (body: unknown, context: MessageContext): Message => {
  const call = v.safeParse(ApiCall, body);
  return call.success
    ? readApiCall(call.output.record, FOUND_IN, context)
    : malformed('api-call', call.issues);
};

const readTranscript = (body: unknown, context: MessageContext): Message => {
  const uploaded = v.safeParse(UploadedTranscript, body);
  return uploaded.success
    ? readUploadedObject(uploaded.output.object, context)
    : malformed('transcript', uploaded.issues);
};

const readMissing = (body: unknown, { location }: MessageContext): Message => {
  const missing = v.safeParse(ApiCall, body);
  if (!missing.success) return malformed('transcript-missing', missing.issues);
  const read = parseExecuteCommand(missing.output.record, FOUND_IN);
  if (read.kind !== 'opened') {
    const reason = read.kind === 'refused' ? 'the call was refused' : read.reason;
    return poison(`malformed message of kind "transcript-missing": its record opened no session (${reason})`);
  }
  const { session: call } = read;
  return asking({ kind: 'transcript-missing', session: sessionOfCall(call, location), call });
};

const readReconcile = (body: unknown, { sentAt }: MessageContext): Message => {
  const reconcile = v.safeParse(Reconcile, body);
  if (!reconcile.success) return malformed('reconcile', reconcile.issues);
  const { from = null, to = sentAt, daily, cursor: position } = reconcile.output;
  if (from !== null && from > to) {
    const end = `"to" (${to.toISOString()}${reconcile.output.to === undefined ? ', when the message was sent' : ''})`;
    return poison(`malformed message of kind "reconcile": expected "from" to be no later than ${end}`);
  }
  return asking({ kind: 'reconcile', from, to, daily, position: position ?? null });
};

const readCompleteness = (body: unknown, { location }: MessageContext): Message => {
  const completeness = v.safeParse(Completeness, body);
  if (!completeness.success) return malformed('completeness', completeness.issues);
  return asking({ kind: 'completeness', location, date: completeness.output.date ?? null });
};

const READERS: Readonly<Record<OwnMessage['kind'], (body: unknown, context: MessageContext) => Message>> = {
  'api-call': readCall,
  transcript: readTranscript,
  'transcript-missing': readMissing,
  reconcile: readReconcile,
  completeness: readCompleteness,
};

const Own = v.object({
  kind: v.picklist(['api-call', 'transcript', 'transcript-missing', 'reconcile', 'completeness']),
});

/** Messages of our own; see `OwnMessage`. */
export const parseOwnMessage: MessageParser = (body, context) => {
  const own = v.safeParse(Own, body);
  return own.success ? READERS[own.output.kind](body, context) : null;
};
