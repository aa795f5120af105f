import type { Evidence } from '../../lambda/evidence/attestation';
import type { World } from '../../lambda/ports';
import type { Session, SessionTrace, SoughtSession } from '../../lambda/session/session';
import { readTranscript } from './records';

/** What a test puts into the world; what it does not provide is refused when asked for. */
export interface FakeFacts {
  readonly now?: Date;
  readonly eventHistory?: readonly Session[];
  readonly trailBucket?: readonly Session[];
  readonly traces?: ReadonlyMap<string, SessionTrace>;
}

/** An in-memory world that remembers what it was asked. */
export const fakeWorld = (facts: FakeFacts, changes: Partial<World> = {}) => {
  const reports: Evidence[] = [];
  const historySearches: (readonly SoughtSession[])[] = [];
  const bucketSearches: (readonly SoughtSession[])[] = [];
  const pick = (sessions: readonly Session[], sought: readonly SoughtSession[]) =>
    new Map(
      sessions
        .filter(({ id }) => sought.some((one) => one.id === id))
        .map((session) => [session.id, session]),
    );
  const { trailBucket } = facts;
  const world: World = {
    now: () => facts.now ?? new Date('2026-07-31T12:35:00Z'),
    searchEventHistory: async (sought) => {
      historySearches.push(sought);
      if (facts.eventHistory === undefined) throw new Error('this test gave no event history');
      return { found: pick(facts.eventHistory, sought), unfinished: null };
    },
    traceSessions: async (ids) =>
      new Map(
        ids.flatMap((id) => {
          const trace = facts.traces?.get(id);
          return trace === undefined ? [] : [[id, trace] as const];
        }),
      ),
    searchTrailBucket:
      trailBucket === undefined
        ? null
        : async (sought) => {
            bucketSearches.push(sought);
            return { found: pick(trailBucket, sought), unfinished: null };
          },
    describeTasks: async (tasks) =>
      new Map(tasks.map((task) => [task.taskArn, { kind: 'undescribed', task, note: 'not in this test' }])),
    fetchTranscript: async () => readTranscript(),
    reportEvidence: async (evidence) => {
      reports.push(evidence);
      return { trail: evidence.trail, sent: evidence.attestations.map(({ name }) => name), held: [] };
    },
    ...changes,
  };
  return { world, reports, historySearches, bucketSearches };
};
