import type { Caller } from './evidence/caller';
import { judgeCaller } from './judge-caller';
import type { PlaceToSearch, Ports, SearchResult, SearchResults, Trace } from './ports';
import { UNKNOWN_REGION } from './session/api-call-record';
import type { OpenedSession, SessionTrace, SoughtSession } from './session/session';
import type { SessionId } from './session/session-id';
import { shareOf, type Time } from './time';

/** For each session its caller, or the error that says why the caller is not known yet. */
export type Callers = ReadonlyMap<SessionId, Caller | Error>;

/** A trace that asks about every session only once; where SSM gave no answer, the search goes on without. */
const traceOnce = ({ traceSessions }: Ports): Trace => {
  const asked = new Set<SessionId>();
  const traces = new Map<SessionId, SessionTrace>();
  return async (ids) => {
    const notAsked = ids.filter((id) => !asked.has(id));
    for (const id of notAsked) asked.add(id);
    if (notAsked.length > 0)
      for (const [id, trace] of await traceSessions(notAsked))
        if (!(trace instanceof Error)) traces.set(id, trace);
    return traces;
  };
};

/** The results for each session, in the order the places were searched. */
type ResultsOfSession = ReadonlyMap<SessionId, readonly SearchResult[]>;

/** Searches one place. If the search fails because of a bug, it counts as having shown nothing, and the others still follow. */
const searchPlace = (
  { name, search, shareOfTime }: PlaceToSearch,
  sessions: readonly SoughtSession[],
  trace: Trace,
  time: Time,
): Promise<SearchResults> =>
  search(sessions, trace, shareOf(time, time.leftMs() * shareOfTime)).catch((thrown: unknown) => {
    const stoppedBy = thrown instanceof Error ? thrown : new Error(String(thrown));
    const summary = `${name} could not be searched: ${stoppedBy.message}`;
    return new Map(sessions.map(({ id }) => [id, { records: [], summary, complete: false, stoppedBy }]));
  });

/** Without records of another account or region than the place is of: whoever may write there could name anybody. */
const believable = (result: SearchResult, { accountId, region }: SoughtSession): SearchResult => {
  const isOfPlace = (record: OpenedSession) =>
    (record.accountId ?? accountId) === accountId &&
    (record.region === region || record.region === UNKNOWN_REGION);
  const records = result.records.filter(isOfPlace);
  const [foreign] = result.records.filter((record) => !isOfPlace(record));
  if (foreign === undefined) return result;
  const summary =
    `a record of this session is of account ${foreign.accountId ?? accountId} in ${foreign.region}, expected ${accountId} in ` +
    `${region}, and was not believed`;
  return { ...result, records, summary: records.length > 0 ? result.summary : summary };
};

/** Searches one place after another, each for the sessions that those before it did not show. */
const searchPlaces = async (
  { placesToSearch, time }: Ports,
  sessions: readonly SoughtSession[],
  trace: Trace,
): Promise<ResultsOfSession> => {
  const results = new Map<SessionId, readonly SearchResult[]>(sessions.map(({ id }) => [id, []]));
  let missing = sessions;
  for (const place of placesToSearch) {
    if (missing.length === 0) break;
    const found = await searchPlace(place, missing, trace, time);
    for (const session of missing) {
      const result = found.get(session.id);
      if (result === undefined) continue;
      results.set(session.id, [...(results.get(session.id) ?? []), believable(result, session)]);
    }
    missing = missing.filter(({ id }) => (results.get(id)?.at(-1)?.records ?? []).length === 0);
    // Start and task: for the next place, and for the evidence of a session whose caller no place shows.
    await trace(missing.map(({ id }) => id));
  }
  return results;
};

/**
 * Finds out who opened the sessions of a batch. A session is matched by its id alone, never by the call nearest in time.
 */
export const findCallers = async (ports: Ports, sessions: readonly SoughtSession[]): Promise<Callers> => {
  const trace = traceOnce(ports);
  const results = await searchPlaces(ports, sessions, trace);
  const traces = await trace([]);
  const now = ports.now();
  return new Map(
    sessions.map((sought): [SessionId, Caller | Error] => [
      sought.id,
      judgeCaller({
        sought,
        trace: traces.get(sought.id) ?? null,
        results: results.get(sought.id) ?? [],
        now,
      }),
    ]),
  );
};
