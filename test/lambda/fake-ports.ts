import type { Evidence } from '../../lambda/evidence/attestation';
import type { PlaceToSearch, Ports, SearchResult, SearchResults } from '../../lambda/ports';
import { sessionMemory } from '../../lambda/reconcile/session-memory';
import type { OpenedSession, SessionTrace, SoughtSession } from '../../lambda/session/session';
import type { SessionId } from '../../lambda/session/session-id';
import { beginTime } from '../../lambda/time';
import { fakeAudit } from './fake-audit';
import { readTranscript } from './records';

const time = beginTime(60_000);
afterAll(() => time.end());

/** What a test puts into the ports; what it does not provide is refused when asked for. */
export interface FakeFacts {
  readonly now?: Date;
  readonly eventHistory?: readonly OpenedSession[];
  readonly cloudTrailBucket?: readonly OpenedSession[];
  readonly traces?: ReadonlyMap<string, SessionTrace>;
}

/** What a place shows that was read to its end, unless said otherwise. */
export const searchResult = (place: string, changes: Partial<SearchResult> = {}): SearchResult => ({
  records: [],
  summary: `${place} showed nothing`,
  complete: true,
  stoppedBy: null,
  ...changes,
});

/** A search that broke off for each session sought; it found these before. */
export const brokenOff =
  (stoppedBy: Error, found: readonly OpenedSession[] = []): PlaceToSearch['search'] =>
  async (sought) =>
    new Map(
      sought.map(({ id }) => {
        const records = found.filter((session) => session.id === id);
        const summary = stoppedBy.message;
        return [
          id,
          searchResult('', records.length > 0 ? { records } : { summary, complete: false, stoppedBy }),
        ];
      }),
    );

const place = (name: string, search: PlaceToSearch['search']): PlaceToSearch => ({
  name,
  shareOfTime: 1 / 2,
  search,
});

/** The searches a test replaces. */
export interface FakeSearches {
  readonly searchEventHistory?: PlaceToSearch['search'];
  readonly searchCloudTrailBucket?: PlaceToSearch['search'];
}

/** Ports in memory that remember what they were asked. */
export const fakePorts = (
  facts: FakeFacts,
  { searchEventHistory, searchCloudTrailBucket, ...changes }: Partial<Ports> & FakeSearches = {},
) => {
  const reports: Evidence[] = [];
  const historySearches: (readonly SoughtSession[])[] = [];
  const bucketSearches: (readonly SoughtSession[])[] = [];
  const traced: SessionId[] = [];
  const pick = (
    place: string,
    sessions: readonly OpenedSession[],
    sought: readonly SoughtSession[],
  ): SearchResults =>
    new Map(
      sought.map(({ id }) => [
        id,
        searchResult(place, { records: sessions.filter((session) => session.id === id) }),
      ]),
    );
  const { cloudTrailBucket } = facts;
  const historySearch: PlaceToSearch['search'] = async (sought) => {
    historySearches.push(sought);
    if (facts.eventHistory === undefined) throw new Error('this test gave no event history');
    return pick('event history', facts.eventHistory, sought);
  };
  const bucketSearch: PlaceToSearch['search'] = async (sought) => {
    bucketSearches.push(sought);
    return pick('the CloudTrail bucket', cloudTrailBucket ?? [], sought);
  };
  const ports: Ports = {
    now: () => facts.now ?? new Date('2026-07-31T12:35:00Z'),
    time,
    audit: fakeAudit({}).audit,
    completeSessions: sessionMemory(),
    placesToSearch: [
      place('event history', searchEventHistory ?? historySearch),
      ...(searchCloudTrailBucket !== undefined || cloudTrailBucket !== undefined
        ? [place('the CloudTrail bucket', searchCloudTrailBucket ?? bucketSearch)]
        : []),
    ],
    traceSessions: async (ids) => {
      traced.push(...ids);
      return new Map(
        ids.flatMap((id) => {
          const trace = facts.traces?.get(id);
          return trace === undefined ? [] : [[id, trace] as const];
        }),
      );
    },
    describeTasks: async (tasks) =>
      new Map(tasks.map((task) => [task.taskArn, { kind: 'undescribed', task, note: 'not in this test' }])),
    fetchTranscript: async () => readTranscript(),
    reportEvidence: async (evidence) => {
      // Who and where come first, what was shown follows: together they are one report of the session.
      const begun = reports.findIndex(
        ({ subject, attestations }) => subject === evidence.subject && attestations.length === 2,
      );
      const [identity] = begun === -1 ? [] : reports.splice(begun, 1);
      reports.push({
        ...evidence,
        attestations: [...(identity?.attestations ?? []), ...evidence.attestations],
      });
      return { trail: evidence.trail, sent: evidence.attestations.map(({ name }) => name), held: [] };
    },
    readHeld: async () => [],
    ...changes,
  };
  return { ports, reports, historySearches, bucketSearches, traced };
};
