import type { TimeSpan } from '../../lambda/ports';
import { parseExecuteCommand } from '../../lambda/session/execute-command-record';
import type { OpenedSession } from '../../lambda/session/session';
import { parseSessionId, type SessionId } from '../../lambda/session/session-id';
import type { AwsAccount } from '../deployment/open-account';
import { CommandError } from '../exit-code';
import { historyBegins } from '../period';

/** The call that opened a session. */
export interface FoundCall {
  /** As CloudTrail has it; may open the stream of a session. */
  readonly record: unknown;
  readonly session: OpenedSession;
}

const MINUTE_MS = 60_000;
// The call and the start of the shell agree to the second; the rest allows for clock skew.
const AROUND_START_MS = 5 * MINUTE_MS;

/** @throws CommandError when it is not the id of an ECS Exec session */
export const sessionIdOf = (text: string): SessionId => {
  const id = parseSessionId(text);
  if (id !== null) return id;
  throw new CommandError(
    `"${text}" is not the id of an ECS Exec session, expected one such as ecs-execute-command-s9y89par6quf78pcbnoko32g28. "sessions" lists them.`,
  );
};

const searchIn = async (
  { listCalls }: Pick<AwsAccount, 'listCalls'>,
  id: SessionId,
  span: TimeSpan,
): Promise<FoundCall | null> => {
  for await (const page of listCalls('ExecuteCommand', span)) {
    for (const { record } of page) {
      const read = parseExecuteCommand(record, { source: 'event-history' });
      if (read.kind === 'opened' && read.session.id === id) return { record, session: read.session };
    }
  }
  return null;
};

/**
 * Searches event history for the call that opened a session: around its start, if SSM knows it, else all of the 90 days, newest
 * first.
 *
 * @throws when CloudTrail gave no answer
 */
export const findCall = async (
  ports: Pick<AwsAccount, 'listCalls' | 'traceSessions' | 'now'>,
  id: SessionId,
): Promise<FoundCall | null> => {
  const trace = (await ports.traceSessions([id])).get(id);
  const start = trace instanceof Error ? null : (trace?.startedAt?.getTime() ?? null);
  if (start !== null) {
    const around = { from: new Date(start - AROUND_START_MS), to: new Date(start + AROUND_START_MS) };
    const call = await searchIn(ports, id, around);
    if (call !== null) return call;
  }
  const now = ports.now();
  return searchIn(ports, id, { from: historyBegins(now), to: now });
};
