import pMap from 'p-map';
import type { Caller } from './evidence/caller';
import { planIdentity, planTranscript } from './evidence/plan-evidence';
import { findCallers } from './find-callers';
import type { Ports, Reported } from './ports';
import type { Service } from './service/service';
import type { SoughtSession, TaskRef } from './session/session';
import type { SessionId } from './session/session-id';
import type { TranscriptRef } from './transcript/transcript';

/** What the story is told by the settings. */
export interface ReportingRules {
  readonly trailNameTemplate: string;
  readonly identityDeadlineMinutes: number;
  readonly reporterVersion: string;
}

/** How a transcript fared: on its trail, or the error that says why not yet. */
export type Outcome = ReportedOutcome | { readonly kind: 'failed'; readonly error: Error };

export interface ReportedOutcome {
  readonly kind: 'reported';
  readonly sessionId: SessionId;
  readonly attributed: boolean;
  readonly reported: Reported;
}

/** As many as the function's disk holds; see the largest local copy of a transcript. */
export const SESSIONS_AT_A_TIME = 4;

const failed = (error: unknown): Outcome => ({
  kind: 'failed',
  error: error instanceof Error ? error : new Error(String(error)),
});

/** The object a notification speaks of: two notifications of one object are one transcript. Without versions the ETag tells. */
const objectOf = ({ bucket, key, versionId, etag }: TranscriptRef): string =>
  JSON.stringify([bucket, key, versionId, etag]);

const byUpload = (one: TranscriptRef, other: TranscriptRef): number =>
  one.uploadedAt.getTime() - other.uploadedAt.getTime();

/**
 * Every object once, those of one session together, the oldest first: they share a trail, where each must see what the one
 * before left.
 */
const objectsBySession = (refs: readonly TranscriptRef[]): readonly (readonly TranscriptRef[])[] => {
  const sessions = new Map<SessionId, Map<string, TranscriptRef>>();
  for (const ref of refs) {
    const objects = sessions.get(ref.sessionId) ?? new Map<string, TranscriptRef>();
    sessions.set(ref.sessionId, objects.set(objectOf(ref), ref));
  }
  return [...sessions.values()].map((objects) => [...objects.values()].sort(byUpload));
};

/** One search for each session, for all of its uploads. */
const soughtSessions = (sessions: readonly (readonly TranscriptRef[])[]): readonly SoughtSession[] =>
  sessions.flatMap((refs) => {
    const [oldest] = refs;
    const newest = refs.at(-1);
    if (oldest === undefined || newest === undefined) return [];
    const { sessionId: id, uploadedAt } = newest;
    return [{ id, uploadedAt, firstUploadedAt: oldest.uploadedAt, startedAt: null }];
  });

const taskOf = (caller: Caller): TaskRef | null =>
  (caller.kind === 'attributed' ? caller.session.task : null) ?? caller.trace?.task ?? null;

const serviceOf = (caller: Caller, services: ReadonlyMap<string, Service | Error>): Service | Error => {
  const task = taskOf(caller);
  const described = task === null ? undefined : services.get(task.taskArn);
  return described ?? { kind: 'undescribed', task, note: 'neither CloudTrail nor SSM names the task' };
};

const reportTranscript = async (
  ports: Ports,
  rules: ReportingRules,
  ref: TranscriptRef,
  caller: Caller,
  service: Service,
): Promise<Outcome> => {
  const { sessionId } = ref;
  const facts = { sessionId, caller, service };
  const { trail, ...identity } = await ports.reportEvidence(planIdentity(facts, rules));
  const transcript = await ports.fetchTranscript(ref);
  try {
    const logs = await ports.reportEvidence(planTranscript(facts, ref, transcript, rules));
    const reported = {
      trail,
      sent: [...identity.sent, ...logs.sent],
      held: [...identity.held, ...logs.held],
    };
    return { kind: 'reported', sessionId, attributed: caller.kind === 'attributed', reported };
  } finally {
    if (transcript.kind === 'read') await transcript.dispose();
  }
};

/** Finds out about all sessions together what can be asked together; then each is reported by itself. */
const reporterOf = async (
  ports: Ports,
  rules: ReportingRules,
  sessions: readonly (readonly TranscriptRef[])[],
) => {
  const callers = await findCallers(ports, soughtSessions(sessions), rules.identityDeadlineMinutes);
  const named = [...callers.values()].filter((caller): caller is Caller => !(caller instanceof Error));
  const services = await ports.describeTasks(named.map(taskOf).filter((task) => task !== null));
  return async (ref: TranscriptRef): Promise<Outcome> => {
    const caller =
      callers.get(ref.sessionId) ?? new Error(`nobody was looked for in session ${ref.sessionId}`);
    if (caller instanceof Error) return failed(caller);
    const service = serviceOf(caller, services);
    if (service instanceof Error) return failed(service);
    return reportTranscript(ports, rules, ref, caller, service).catch(failed);
  };
};

/**
 * Reports a batch of uploaded transcripts: find the callers, describe the services, then for each transcript fetch, plan,
 * report. One that fails takes no other with it. Never throws.
 *
 * @returns an outcome for every transcript asked for; the same outcome for two notifications of one object
 */
export const reportTranscripts = async (
  ports: Ports,
  rules: ReportingRules,
  refs: readonly TranscriptRef[],
): Promise<ReadonlyMap<TranscriptRef, Outcome>> => {
  const sessions = objectsBySession(refs);
  const report = await reporterOf(ports, rules, sessions).catch(
    (error: unknown) => async () => failed(error),
  );
  const outcomes = new Map<string, Outcome>();
  const reportSession = async (objects: readonly TranscriptRef[]) => {
    for (const ref of objects) outcomes.set(objectOf(ref), await report(ref));
  };
  await pMap(sessions, reportSession, { concurrency: SESSIONS_AT_A_TIME });
  return new Map(
    refs.flatMap((ref) => {
      const outcome = outcomes.get(objectOf(ref));
      return outcome === undefined ? [] : [[ref, outcome]];
    }),
  );
};
