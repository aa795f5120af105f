import * as v from 'valibot';
import { lenientObject, textOrNull } from '../../lambda/lenient';
import type { AuditPorts, RecordedCall, TimeSpan } from '../../lambda/ports';
import type { UnreadableCall } from '../../lambda/session/api-call-record';
import { parseExecuteCommand } from '../../lambda/session/execute-command-record';
import { parsePrincipal } from '../../lambda/session/principal';
import type { BypassCall, FailedCall, OpenedSession } from '../../lambda/session/session';
import type { SessionId } from '../../lambda/session/session-id';
import { parseStartSession } from '../../lambda/session/start-session-record';
import { callerOf } from './describe-call';
import type { UnreadableListedCall } from './listed-call';

/** What event history shows of a stretch of time. */
export interface CallsOfPeriod {
  readonly opened: readonly OpenedSession[];
  readonly refused: readonly FailedCall[];
  readonly bypasses: readonly BypassCall[];
  readonly unreadable: readonly UnreadableListedCall[];
}

const FOUND_IN = { source: 'event-history' } as const;

const Caller = lenientObject({ userIdentity: v.optional(v.unknown()), sourceIPAddress: textOrNull });

const NO_RECORD = 'what event history holds of it is not a record, expected JSON';

/** A call that cannot be read, with what of it can. */
const unreadableOf = (
  eventName: UnreadableListedCall['eventName'],
  record: unknown,
  { eventId, calledAt, reason }: Pick<UnreadableCall, 'eventId' | 'calledAt' | 'reason'>,
): UnreadableListedCall => {
  const { userIdentity, sourceIPAddress } = v.parse(Caller, record);
  const caller =
    record === null ? null : callerOf({ principal: parsePrincipal(userIdentity), sourceIp: sourceIPAddress });
  return { eventName, eventId, calledAt: calledAt?.toISOString() ?? null, caller, reason };
};

/** Reads all calls that opened a session, were refused one, or cannot be read; CloudTrail may show an event twice. */
export const readCalls = async (
  { listCalls }: Pick<AuditPorts, 'listCalls'>,
  span: TimeSpan,
): Promise<CallsOfPeriod> => {
  const opened = new Map<SessionId, OpenedSession>();
  const refused = new Map<string, FailedCall>();
  const bypasses = new Map<string, BypassCall>();
  const unreadable = new Map<unknown, UnreadableListedCall>();
  const note = (call: UnreadableListedCall) => unreadable.set(call.eventId ?? {}, call);
  // Of an event without a time the lister says the end of the span.
  const timeOf = ({ at }: RecordedCall) => (at.getTime() === span.to.getTime() ? null : at);
  const noteEvent = (eventName: UnreadableListedCall['eventName'], call: RecordedCall) =>
    note(
      unreadableOf(eventName, null, {
        eventId: call.unreadable ?? null,
        calledAt: timeOf(call),
        reason: NO_RECORD,
      }),
    );
  for await (const page of listCalls('ExecuteCommand', span)) {
    for (const call of page) {
      if (call.unreadable !== undefined) noteEvent('ExecuteCommand', call);
      const { record } = call;
      const read = parseExecuteCommand(record, FOUND_IN);
      if (read.kind === 'opened') opened.set(read.session.id, read.session);
      if (read.kind === 'refused') refused.set(read.call.eventId, read.call);
      if (read.kind === 'unreadable') note(unreadableOf('ExecuteCommand', record, read));
    }
  }
  for await (const page of listCalls('StartSession', span)) {
    for (const call of page) {
      if (call.unreadable !== undefined) noteEvent('StartSession', call);
      const { record } = call;
      const read = parseStartSession(record, FOUND_IN);
      if (read.kind === 'bypass') bypasses.set(read.call.eventId, read.call);
      if (read.kind === 'unreadable') note(unreadableOf('StartSession', record, read));
    }
  }
  return {
    opened: [...opened.values()],
    refused: [...refused.values()],
    bypasses: [...bypasses.values()],
    unreadable: [...unreadable.values()],
  };
};
