import * as v from 'valibot';
import { parseExecuteCommand } from '../session/execute-command-record';
import { parseStartSession } from '../session/start-session-record';
import { asking, ignored, type Message, type MessageContext, type MessageParser, poison } from './message';

/** EventBridge's event of a call: https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-cloudtrail.html */
const Envelope = v.object({ 'detail-type': v.literal('AWS API Call via CloudTrail') });
const ApiCallEvent = v.object({ detail: v.looseObject({ eventName: v.string() }) });

const FOUND_IN = { source: 'eventbridge' } as const;

const readExecuteCommand = (record: unknown, { location }: MessageContext): Message => {
  const read = parseExecuteCommand(record, FOUND_IN);
  if (read.kind === 'other') return ignored(read.reason);
  if (read.kind === 'refused') return asking({ kind: 'session-refused', call: read.call });
  const { session: call } = read;
  const accountId = call.accountId ?? location.accountId;
  return asking({ kind: 'session-started', session: { id: call.id, accountId, region: call.region }, call });
};

const readStartSession = (record: unknown): Message => {
  const read = parseStartSession(record, FOUND_IN);
  return read.kind === 'bypass'
    ? asking({ kind: 'session-bypassed', call: read.call })
    : ignored(read.reason);
};

export const parseApiCallEvent: MessageParser = (body, context) => {
  if (!v.is(Envelope, body)) return null;
  const event = v.safeParse(ApiCallEvent, body);
  if (!event.success) {
    return poison(`malformed "AWS API Call via CloudTrail" event: ${v.summarize(event.issues)}`);
  }
  const { detail } = event.output;
  return detail.eventName === 'StartSession' ? readStartSession(detail) : readExecuteCommand(detail, context);
};
