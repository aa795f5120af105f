import type { Caller } from './evidence/caller';
import { judgeCaller } from './judge-caller';
import type { Ports, SearchResults, Trace } from './ports';
import type { SessionTrace, SoughtSession } from './session/session';
import type { SessionId } from './session/session-id';

/** For each session who opened it, or the error that says why this cannot be said yet. */
export type Callers = ReadonlyMap<SessionId, Caller | Error>;

const MINUTE_MS = 60_000;
/** How far S3's clock may be ahead of ours. */
const CLOCKS_APART_MS = 5 * MINUTE_MS;

/** Every session is asked about once, by whoever needs to know first. */
const traceOnce = ({ traceSessions }: Ports): Trace => {
  const asked = new Set<SessionId>();
  const traces = new Map<SessionId, SessionTrace>();
  return async (ids) => {
    const unasked = ids.filter((id) => !asked.has(id));
    for (const id of unasked) asked.add(id);
    if (unasked.length > 0) for (const [id, trace] of await traceSessions(unasked)) traces.set(id, trace);
    return traces;
  };
};

const searchCloudTrailBucket = async (
  ports: Ports,
  missing: readonly SoughtSession[],
  traces: ReadonlyMap<SessionId, SessionTrace>,
  deadlineOf: (sought: SoughtSession) => Date,
): Promise<SearchResults> => {
  if (ports.searchCloudTrailBucket === null || missing.length === 0) return new Map();
  // No log file of the future is read: CloudTrail wrote none.
  const latest = ports.now().getTime() + CLOCKS_APART_MS;
  return ports.searchCloudTrailBucket(
    missing.map((sought) => ({
      ...sought,
      startedAt: traces.get(sought.id)?.startedAt ?? null,
      until: new Date(Math.min(deadlineOf(sought).getTime(), latest)),
    })),
  );
};

/**
 * Finds out who opened sessions, all of a batch together: in event history, then, for whoever is missing, by SSM's history
 * (when and where) and in the trail bucket. A session is matched by its id alone; the nearest call is nobody's.
 */
export const findCallers = async (
  ports: Ports,
  sessions: readonly SoughtSession[],
  deadlineMinutes: number,
): Promise<Callers> => {
  const deadlineOf = ({ firstUploadedAt }: SoughtSession) =>
    new Date(firstUploadedAt.getTime() + deadlineMinutes * MINUTE_MS);
  const trace = traceOnce(ports);
  const recent = await ports.searchEventHistory(sessions, trace);
  const missing = sessions.filter(({ id }) => (recent.get(id)?.records ?? []).length === 0);
  const traces = await trace(missing.map(({ id }) => id));
  const older = await searchCloudTrailBucket(ports, missing, traces, deadlineOf);
  const now = ports.now();
  return new Map(
    sessions.map((sought): [SessionId, Caller | Error] => [
      sought.id,
      judgeCaller({
        sought,
        trace: traces.get(sought.id) ?? null,
        looks: [recent.get(sought.id), older.get(sought.id)].filter((look) => look !== undefined),
        now,
        deadline: deadlineOf(sought),
      }),
    ]),
  );
};
