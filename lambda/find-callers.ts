import type { Caller } from './evidence/caller';
import type { FoundSessions, World } from './ports';
import { SessionNotVisibleYetError } from './reporter-error';
import type { SessionTrace, SoughtSession } from './session/session';
import type { SessionId } from './session/session-id';

/** For each session who opened it, or the error that says why this cannot be said yet. */
export type Callers = ReadonlyMap<SessionId, Caller | Error>;

const NONE: FoundSessions = new Map();

/** Who is still sought may be in the trail bucket; a search that fails leaves those found elsewhere untouched. */
const searchTrailBucket = async (
  world: World,
  sought: readonly SoughtSession[],
): Promise<FoundSessions | Error> => {
  if (world.searchTrailBucket === null || sought.length === 0) return NONE;
  try {
    return await world.searchTrailBucket(sought);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
};

const MINUTE_MS = 60_000;

/** Not found anywhere: try again until the transcript is old enough that waiting longer is unlikely to help. */
const notFound = (
  { id, uploadedAt }: SoughtSession,
  trace: SessionTrace | null,
  world: World,
  deadlineMinutes: number,
): Caller | Error => {
  const ageMinutes = Math.floor((world.now().getTime() - uploadedAt.getTime()) / MINUTE_MS);
  const places =
    world.searchTrailBucket === null
      ? 'CloudTrail event history'
      : 'CloudTrail event history and the trail bucket';
  const reason = `${places} showed no ExecuteCommand call with this session id ${ageMinutes} minutes after the transcript was uploaded`;
  return ageMinutes < deadlineMinutes
    ? new SessionNotVisibleYetError(`${id}: ${reason}; the deadline is ${deadlineMinutes} minutes`)
    : { kind: 'unattributed', sessionId: id, trace, reason };
};

/**
 * Finds out who opened sessions, all of a batch together: event history in one pass, then, for whoever is missing, SSM's
 * history (when and where) and the trail bucket. A session is matched by its id alone; the nearest call is nobody's.
 *
 * @throws what event history throws, since without it nobody can be named
 */
export const findCallers = async (
  world: World,
  sessions: readonly SoughtSession[],
  deadlineMinutes: number,
): Promise<Callers> => {
  const recent = await world.searchEventHistory(sessions);
  const missing = sessions.filter(({ id }) => !recent.has(id));
  const traces = await world.traceSessions(missing.map(({ id }) => id));
  const older = await searchTrailBucket(
    world,
    missing.map((session) => ({ ...session, startedAt: traces.get(session.id)?.startedAt ?? null })),
  );
  return new Map(
    sessions.map((sought): [SessionId, Caller | Error] => {
      const trace = traces.get(sought.id) ?? null;
      const session = recent.get(sought.id) ?? (older instanceof Error ? undefined : older.get(sought.id));
      if (session !== undefined) return [sought.id, { kind: 'attributed', session, trace }];
      return [sought.id, older instanceof Error ? older : notFound(sought, trace, world, deadlineMinutes)];
    }),
  );
};
