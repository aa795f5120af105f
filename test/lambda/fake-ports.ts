import type { Evidence } from '../../lambda/evidence/attestation';
import type { Ports, SearchResult, SearchResults } from '../../lambda/ports';
import type { Session, SessionTrace, SoughtInTrail, SoughtSession } from '../../lambda/session/session';
import type { SessionId } from '../../lambda/session/session-id';
import { readTranscript } from './records';

/** What a test puts into the ports; what it does not provide is refused when asked for. */
export interface FakeFacts {
  readonly now?: Date;
  readonly eventHistory?: readonly Session[];
  readonly trailBucket?: readonly Session[];
  readonly traces?: ReadonlyMap<string, SessionTrace>;
}

/** What a place tells that was read to its end, unless said otherwise. */
export const look = (place: string, changes: Partial<SearchResult> = {}): SearchResult => ({
  records: [],
  said: `${place} showed nothing`,
  complete: true,
  unfinished: null,
  ...changes,
});

/** What a place tells of each session sought when its search broke off; it found these before. */
export const brokenOff =
  (unfinished: Error, found: readonly Session[] = []) =>
  async (sought: readonly SoughtSession[]): Promise<SearchResults> =>
    new Map(
      sought.map(({ id }) => {
        const records = found.filter((session) => session.id === id);
        const said = unfinished.message;
        return [id, look('', records.length > 0 ? { records } : { said, complete: false, unfinished })];
      }),
    );

/** An in-memory ports that remembers what it was asked. */
export const fakePorts = (facts: FakeFacts, changes: Partial<Ports> = {}) => {
  const reports: Evidence[] = [];
  const historySearches: (readonly SoughtSession[])[] = [];
  const bucketSearches: (readonly SoughtInTrail[])[] = [];
  const traced: SessionId[] = [];
  const pick = (
    place: string,
    sessions: readonly Session[],
    sought: readonly SoughtSession[],
  ): SearchResults =>
    new Map(
      sought.map(({ id }) => [id, look(place, { records: sessions.filter((session) => session.id === id) })]),
    );
  const { trailBucket } = facts;
  const ports: Ports = {
    now: () => facts.now ?? new Date('2026-07-31T12:35:00Z'),
    searchEventHistory: async (sought) => {
      historySearches.push(sought);
      if (facts.eventHistory === undefined) throw new Error('this test gave no event history');
      return pick('event history', facts.eventHistory, sought);
    },
    traceSessions: async (ids) => {
      traced.push(...ids);
      return new Map(
        ids.flatMap((id) => {
          const trace = facts.traces?.get(id);
          return trace === undefined ? [] : [[id, trace] as const];
        }),
      );
    },
    searchCloudTrailBucket:
      trailBucket === undefined
        ? null
        : async (sought) => {
            bucketSearches.push(sought);
            return pick('the trail bucket', trailBucket, sought);
          },
    describeTasks: async (tasks) =>
      new Map(tasks.map((task) => [task.taskArn, { kind: 'undescribed', task, note: 'not in this test' }])),
    fetchTranscript: async () => readTranscript(),
    reportEvidence: async (evidence) => {
      // Who and where come first, what was shown follows: together they are one report of the session.
      const begun = reports.findIndex(
        ({ sessionId, attestations }) => sessionId === evidence.sessionId && attestations.length === 2,
      );
      const [identity] = begun === -1 ? [] : reports.splice(begun, 1);
      reports.push({
        ...evidence,
        attestations: [...(identity?.attestations ?? []), ...evidence.attestations],
      });
      return { trail: evidence.trail, sent: evidence.attestations.map(({ name }) => name), held: [] };
    },
    ...changes,
  };
  return { ports, reports, historySearches, bucketSearches, traced };
};
