import { placeSessions } from '../evidence-of-sessions';
import { groupBy } from '../group-by';
import type { HeldEvidence, Ports, RecordedCall, TimeSpan } from '../ports';
import type { ReportingRules } from '../reporting-rules';
import { parseExecuteCommand } from '../session/execute-command-record';
import type { OpenedSession } from '../session/session';
import type { SessionId } from '../session/session-id';
import { keyIn } from './find-transcripts';
import { reportedPlaces } from './reported-places';

/** What tells where the transcript of a session was looked for. */
export interface Explained {
  readonly trail: string;
  /** ARN or name, as in `TaskRef`. */
  readonly cluster: string | null;
}

/** The sessions that calls opened; null of one whose trail nobody can tell. */
export type ExplainedSessions = ReadonlyMap<SessionId, Explained | null>;

/** What is kept of a call that opened a session. */
export const explained = ({ task }: OpenedSession, trail: string): Explained => ({
  trail,
  cluster: task?.cluster ?? null,
});

const opened = (page: readonly RecordedCall[]): readonly { readonly session: OpenedSession }[] =>
  page.flatMap(({ record }) => {
    const read = parseExecuteCommand(record, { source: 'event-history' });
    return read.kind === 'opened' ? [{ session: read.session }] : [];
  });

/** The sessions that calls of this time opened. */
export const readExplainedSessions = async (
  ports: Ports,
  { trailNameTemplate }: ReportingRules,
  span: TimeSpan,
): Promise<ExplainedSessions> => {
  const sessions = new Map<SessionId, Explained | null>();
  for await (const page of ports.audit.listCalls('ExecuteCommand', span))
    for (const { session, trail, certain } of await placeSessions(ports, trailNameTemplate, opened(page)))
      sessions.set(session.id, certain ? explained(session, trail) : null);
  return sessions;
};

const once = <Key, Value>(ask: (key: Key) => Promise<Value>): ((key: Key) => Promise<Value>) => {
  const asked = new Map<Key, Promise<Value>>();
  return (key) => {
    const answer = asked.get(key) ?? ask(key);
    asked.set(key, answer);
    return answer;
  };
};

/**
 * The keys of the transcript bucket at which the calls have a session's transcript looked for: those it was reported from, or, while
 * it was not, the one where its cluster puts it. Each trail is read once, and each cluster described once.
 */
export const keysLookedAt = ({ audit }: Ports, rules: ReportingRules, sessions: ExplainedSessions) => {
  const placed = [...sessions].flatMap(([id, of]) => (of === null ? [] : [{ id, trail: of.trail }]));
  const idsOf = groupBy(placed, ({ trail }) => trail);
  const logsOf = once(async (trail: string): Promise<ReadonlyMap<string, readonly HeldEvidence[]>> => {
    const ids = new Set((idsOf.get(trail) ?? []).map(({ id }) => id));
    return groupBy(await audit.readTrail(trail, ['command-logs'], ids), ({ subject }) => subject);
  });
  const loggingOf = once(async (cluster: string) => (await audit.describeLogging([cluster])).get(cluster));
  return async (id: SessionId, { trail, cluster }: Explained): Promise<ReadonlySet<string>> => {
    const logs = (await logsOf(trail)).get(id) ?? [];
    if (logs.length === 0)
      return new Set([keyIn(rules, cluster === null ? undefined : await loggingOf(cluster), id)]);
    const ours = reportedPlaces(logs).filter(({ bucket }) => bucket === rules.transcriptBucket);
    return new Set(ours.map(({ key }) => key));
  };
};
