import type { Caller } from './evidence/caller';
import type { Search, World } from './ports';
import { OutOfTimeError, SessionNotVisibleYetError } from './reporter-error';
import type { SessionTrace, SoughtSession } from './session/session';
import type { SessionId } from './session/session-id';

/** For each session who opened it, or the error that says why this cannot be said yet. */
export type Callers = ReadonlyMap<SessionId, Caller | Error>;

const NOTHING: Search = { found: new Map(), unfinished: null };
const MINUTE_MS = 60_000;

/** Not found where it was looked: wait until the transcript is so old that waiting longer is unlikely to help. */
const notFound = (
  { id, uploadedAt }: SoughtSession,
  trace: SessionTrace | null,
  places: string,
  unfinished: readonly Error[],
  now: Date,
  deadlineMinutes: number,
): Caller | Error => {
  const ageMinutes = Math.floor((now.getTime() - uploadedAt.getTime()) / MINUTE_MS);
  const overdue = ageMinutes >= deadlineMinutes;
  // A search that fails may be mended. One that ran out of time may do so every time, and the evidence must not wait for that.
  const waitFor = unfinished.find((error) => !overdue || !(error instanceof OutOfTimeError));
  if (waitFor !== undefined) return waitFor;
  const showed = `showed no ExecuteCommand call with this session id ${ageMinutes} minutes after the transcript was uploaded`;
  const reason = [`${places} ${showed}`, ...unfinished.map(({ message }) => message)].join('; ');
  return overdue
    ? { kind: 'unattributed', trace, reason }
    : new SessionNotVisibleYetError(`${id}: ${reason}; the deadline is ${deadlineMinutes} minutes`);
};

/**
 * Finds out who opened sessions, all of a batch together: event history in one pass, then, for whoever is missing, SSM's
 * history (when and where) and the trail bucket. A session is matched by its id alone; the nearest call is nobody's.
 */
export const findCallers = async (
  world: World,
  sessions: readonly SoughtSession[],
  deadlineMinutes: number,
): Promise<Callers> => {
  const recent = await world.searchEventHistory(sessions);
  const missing = sessions.filter(({ id }) => !recent.found.has(id));
  const traces = await world.traceSessions(missing.map(({ id }) => id));
  const { searchTrailBucket } = world;
  const older =
    searchTrailBucket === null || missing.length === 0
      ? NOTHING
      : await searchTrailBucket(
          missing.map((session) => ({ ...session, startedAt: traces.get(session.id)?.startedAt ?? null })),
        );
  const places = `CloudTrail event history${searchTrailBucket === null ? '' : ' and the trail bucket'}`;
  const unfinished = [recent.unfinished, older.unfinished].filter((error) => error !== null);
  return new Map(
    sessions.map((sought): [SessionId, Caller | Error] => {
      const trace = traces.get(sought.id) ?? null;
      const session = recent.found.get(sought.id) ?? older.found.get(sought.id);
      return [
        sought.id,
        session === undefined
          ? notFound(sought, trace, places, unfinished, world.now(), deadlineMinutes)
          : { kind: 'attributed', session, trace },
      ];
    }),
  );
};
