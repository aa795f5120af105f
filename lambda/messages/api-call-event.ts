import * as v from 'valibot';
import type { UnreadableCall } from '../session/api-call-record';
import { parseExecuteCommand } from '../session/execute-command-record';
import type { AwsLocation, OpenedSession, RecordSource, SessionRef } from '../session/session';
import { parseStartSession } from '../session/start-session-record';
import { asking, ignored, type Message, type MessageContext, type MessageParser, poison } from './message';

/** EventBridge's event of a call: https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-cloudtrail.html */
const Envelope = v.object({ 'detail-type': v.literal('AWS API Call via CloudTrail') });
const ApiCallEvent = v.object({ detail: v.looseObject({ eventName: v.string() }) });

/** The session that a call opened, and where it took place. */
export const sessionOfCall = (call: OpenedSession, location: AwsLocation): SessionRef => ({
  id: call.id,
  accountId: call.accountId ?? location.accountId,
  region: call.region,
});

const unreadable = (eventName: string, { eventId, reason }: UnreadableCall): Message =>
  poison(
    `the record of ${eventName} call ${eventId ?? 'without id'}, which was not refused, cannot be read: ${reason}. ` +
      'Look the event up in CloudTrail, and what was opened in SSM; the daily statement counts it as unreadable',
  );

const readExecuteCommand = (
  record: unknown,
  foundIn: RecordSource,
  { location }: MessageContext,
): Message => {
  const read = parseExecuteCommand(record, foundIn);
  if (read.kind === 'other') return ignored(read.reason);
  if (read.kind === 'unreadable') return unreadable('ExecuteCommand', read);
  if (read.kind === 'refused') return asking({ kind: 'session-refused', call: read.call });
  const { session: call } = read;
  return asking({ kind: 'session-started', session: sessionOfCall(call, location), call });
};

const readStartSession = (record: unknown, foundIn: RecordSource): Message => {
  const read = parseStartSession(record, foundIn);
  if (read.kind === 'unreadable') return unreadable('StartSession', read);
  return read.kind === 'bypass'
    ? asking({ kind: 'session-bypassed', call: read.call })
    : ignored(read.reason);
};

/** What a record of CloudTrail asks for; `foundIn` says who brought it. */
export const readApiCall = (
  record: { readonly eventName: string },
  foundIn: RecordSource,
  context: MessageContext,
): Message =>
  record.eventName === 'StartSession'
    ? readStartSession(record, foundIn)
    : readExecuteCommand(record, foundIn, context);

export const parseApiCallEvent: MessageParser = (body, context) => {
  if (!v.is(Envelope, body)) return null;
  const event = v.safeParse(ApiCallEvent, body);
  if (!event.success) {
    return poison(`malformed "AWS API Call via CloudTrail" event: ${v.summarize(event.issues)}`);
  }
  return readApiCall(event.output.detail, { source: 'eventbridge' }, context);
};
