import type { UnreadableCall } from '../session/api-call-record';
import { parseExecuteCommand } from '../session/execute-command-record';
import { withRecord } from '../session/records-of-session';
import type { OpenedSession, RecordSource } from '../session/session';
import type { SessionId } from '../session/session-id';
import { parseStartSession } from '../session/start-session-record';
import { type Day, dayOf } from './day';

/** What CloudTrail shows of a day. */
export interface CallsOfDay {
  /** The sessions that calls of that day opened, each with its records; more than one only where they disagree. */
  readonly opened: ReadonlyMap<SessionId, readonly OpenedSession[]>;
  /** How many calls of `ExecuteCommand` were refused. */
  readonly refusedCalls: number;
  /** How many sessions were opened past ECS Exec. */
  readonly bypasses: number;
  /** Calls that were not refused and cannot be read, by event id, each with the reason. */
  readonly unreadable: ReadonlyMap<string, string>;
}

/** Collects the calls of one day from records, in any order, each as often as it comes. */
export interface CallCollector {
  readonly take: (record: unknown, foundIn: RecordSource) => void;
  /** An event of the day whose record is not readable at all. */
  readonly takeUnreadable: (eventId: string) => void;
  readonly calls: () => CallsOfDay;
}

/** CloudTrail may write an event twice, so that calls are told apart by their event id, and sessions by theirs. */
export const callCollector = (day: Day): CallCollector => {
  const opened = new Map<SessionId, readonly OpenedSession[]>();
  const refused = new Set<string>();
  const bypasses = new Set<string>();
  const unreadable = new Map<string, string>();
  const takeUnreadable = ({ eventId, calledAt, reason }: UnreadableCall, foundIn: RecordSource): void => {
    // Event history was asked for the day; a log file is named for the minute it was delivered.
    const at = calledAt ?? (foundIn.source === 'cloudtrail-bucket' ? foundIn.deliveredAt : null);
    if (at === null || dayOf(at) === day)
      unreadable.set(eventId ?? `without id, of ${calledAt?.toISOString() ?? 'an unknown time'}`, reason);
  };
  return {
    take: (record, foundIn) => {
      const executed = parseExecuteCommand(record, foundIn);
      if (executed.kind === 'opened' && dayOf(executed.session.calledAt) === day) {
        const { session } = executed;
        opened.set(session.id, withRecord(opened.get(session.id) ?? [], session));
      }
      if (executed.kind === 'refused' && dayOf(executed.call.calledAt) === day)
        refused.add(executed.call.eventId);
      if (executed.kind === 'unreadable') takeUnreadable(executed, foundIn);
      const started = parseStartSession(record, foundIn);
      if (started.kind === 'unreadable') takeUnreadable(started, foundIn);
      if (started.kind === 'bypass' && dayOf(started.call.calledAt) === day)
        bypasses.add(started.call.eventId);
    },
    takeUnreadable: (eventId) => {
      unreadable.set(eventId, 'what event history holds of it is not a record');
    },
    calls: () => ({ opened, refusedCalls: refused.size, bypasses: bypasses.size, unreadable }),
  };
};
