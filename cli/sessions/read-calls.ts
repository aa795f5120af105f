import type { AuditPorts, TimeSpan } from '../../lambda/ports';
import { parseExecuteCommand } from '../../lambda/session/execute-command-record';
import type { BypassCall, FailedCall, OpenedSession } from '../../lambda/session/session';
import type { SessionId } from '../../lambda/session/session-id';
import { parseStartSession } from '../../lambda/session/start-session-record';

/** What event history shows of a stretch of time. */
export interface CallsOfPeriod {
  readonly opened: readonly OpenedSession[];
  readonly refused: readonly FailedCall[];
  readonly bypasses: readonly BypassCall[];
}

const FOUND_IN = { source: 'event-history' } as const;

/** Reads all calls that opened a session or were refused one; CloudTrail may show an event twice. */
export const readCalls = async (
  { listCalls }: Pick<AuditPorts, 'listCalls'>,
  span: TimeSpan,
): Promise<CallsOfPeriod> => {
  const opened = new Map<SessionId, OpenedSession>();
  const refused = new Map<string, FailedCall>();
  const bypasses = new Map<string, BypassCall>();
  for await (const page of listCalls('ExecuteCommand', span)) {
    for (const { record } of page) {
      const read = parseExecuteCommand(record, FOUND_IN);
      if (read.kind === 'opened') opened.set(read.session.id, read.session);
      if (read.kind === 'refused') refused.set(read.call.eventId, read.call);
    }
  }
  for await (const page of listCalls('StartSession', span)) {
    for (const { record } of page) {
      const read = parseStartSession(record, FOUND_IN);
      if (read.kind === 'bypass') bypasses.set(read.call.eventId, read.call);
    }
  }
  return { opened: [...opened.values()], refused: [...refused.values()], bypasses: [...bypasses.values()] };
};
