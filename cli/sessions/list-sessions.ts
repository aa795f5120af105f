import pMap from 'p-map';
import type { AttestationName } from '../../lambda/evidence/attestations';
import { EXPECTED_ATTESTATIONS } from '../../lambda/evidence/expected';
import { evidenceOfSessions } from '../../lambda/evidence-of-sessions';
import { groupBy } from '../../lambda/group-by';
import type { TimeSpan } from '../../lambda/ports';
import { isOverdue } from '../../lambda/reconcile/find-transcripts';
import type { ApiCall, OpenedSession, SessionTrace } from '../../lambda/session/session';
import { trailName, unattributedTrailName } from '../../lambda/session/trail-name';
import type { Account } from '../deployment/open-account';
import type { ListedEvidence } from '../kosli/list-evidence';
import { callerOf, timesOf, whereOf } from './describe-call';
import type { ListedCall, ListedPeriod } from './listed-call';
import { readCalls } from './read-calls';
import { type Absent, lacksAny, REPLACED, stateOfAttestations } from './state-of-attestations';

export type SessionsPorts = Pick<
  Account,
  'listCalls' | 'readEvidence' | 'describeTasks' | 'traceSessions' | 'openSessions' | 'now'
>;

export interface SessionsRules {
  readonly trailNameTemplate: string;
  readonly transcriptGraceMinutes: number;
}

const TRAILS_AT_A_TIME = 8;
/** SSM is asked about each session; a part of them has the time that the adapter allows for a batch. */
const TRACED_AT_A_TIME = 25;

type Traces = ReadonlyMap<string, SessionTrace>;

const traceAll = async (
  { traceSessions }: Pick<SessionsPorts, 'traceSessions'>,
  sessions: readonly OpenedSession[],
): Promise<Traces> => {
  const traces = new Map<string, SessionTrace>();
  for (let at = 0; at < sessions.length; at += TRACED_AT_A_TIME) {
    const ids = sessions.slice(at, at + TRACED_AT_A_TIME).map(({ id }) => id);
    for (const [id, trace] of await traceSessions(ids)) traces.set(id, trace);
  }
  return traces;
};

/** What is on the trail of a session, and on the one it is reported on while nobody is known to have opened it. */
const readHeld = async (
  { readEvidence, describeTasks }: SessionsPorts,
  rules: SessionsRules,
  opened: readonly OpenedSession[],
) => {
  const audit = {
    readTrail: (trail: string, names: readonly AttestationName[], subjects: ReadonlySet<string>) =>
      readEvidence(trail, [...names, REPLACED], subjects),
  };
  const placed = await evidenceOfSessions(
    { audit, describeTasks },
    rules,
    opened.map((session) => ({ session })),
  );
  return pMap(
    placed,
    async (one) => {
      if (!lacksAny(one.held)) return one;
      const { id } = one.session;
      const names = [...EXPECTED_ATTESTATIONS, REPLACED] as const;
      const unattributed = await readEvidence(unattributedTrailName(id), names, new Set([id]));
      return { ...one, held: [...unattributed, ...one.held] };
    },
    { concurrency: TRAILS_AT_A_TIME },
  );
};

const listOpened = async (
  ports: SessionsPorts,
  rules: SessionsRules,
  opened: readonly OpenedSession[],
): Promise<readonly ListedCall[]> => {
  const traces = await traceAll(ports, opened);
  const held = await readHeld(ports, rules, opened);
  const mayBeOpen = held.filter(({ session: { id }, held: ofSession }) => {
    const isOver = ofSession.some(({ name }) => name === 'command-logs') || traces.get(id)?.endedAt != null;
    return !isOver;
  });
  const open = await ports.openSessions(mayBeOpen.map(({ session: { id } }) => id));
  return held.map(({ session, trail, certain, held: ofSession }) => {
    const isOpen = open.has(session.id);
    const since = traces.get(session.id)?.endedAt ?? session.calledAt;
    const isYoung = !isOverdue(since, ports.now(), rules);
    const absent: Absent = isOpen || isYoung ? 'awaited' : certain ? 'missing' : 'unknown';
    return {
      kind: 'session',
      sessionId: session.id,
      eventId: session.eventId,
      calledAt: session.calledAt.toISOString(),
      caller: callerOf(session),
      where: whereOf(session, ofSession),
      open: isOpen,
      ...timesOf(session, traces.get(session.id), ofSession),
      trail,
      attestations: stateOfAttestations(ofSession, absent),
    };
  });
};

const OF_CALL = { refused: 'access-denied', bypass: 'session-bypass' } as const;

/** Calls that are attested once each, on the trail of whoever made them. */
const listOthers = async <Call extends ApiCall>(
  { readEvidence, now }: SessionsPorts,
  rules: SessionsRules,
  kind: keyof typeof OF_CALL,
  calls: readonly Call[],
): Promise<readonly ListedCall[]> => {
  const name = OF_CALL[kind];
  const placed = calls.map((call) => ({
    call,
    trail: trailName(rules.trailNameTemplate, call, { sessionId: null, serviceName: null }),
  }));
  const read = async ([trail, ofTrail]: readonly [string, typeof placed]) => {
    const ids = new Set(ofTrail.map(({ call }) => call.eventId));
    return readEvidence(trail, [name], ids);
  };
  const held: readonly ListedEvidence[] = (
    await pMap(
      groupBy(placed, ({ trail }) => trail),
      ([trail, ofTrail]) => read([trail, [...ofTrail]]),
      { concurrency: TRAILS_AT_A_TIME },
    )
  ).flat();
  return placed.map(({ call, trail }) => {
    const isYoung = !isOverdue(call.calledAt, now(), rules);
    const ofCall = held.filter(({ subject }) => subject === call.eventId);
    return {
      kind,
      sessionId: null,
      eventId: call.eventId,
      calledAt: call.calledAt.toISOString(),
      caller: callerOf(call),
      where: whereOf(call, []),
      open: false,
      endedAt: null,
      durationSeconds: null,
      trail,
      attestations: stateOfAttestations(ofCall, isYoung ? 'awaited' : 'missing', [name]),
    };
  });
};

/**
 * The sessions of a stretch of time, the calls that were refused one, and the sessions past ECS Exec, from CloudTrail's event
 * history; and what Kosli holds of each. Newest first.
 *
 * @throws when CloudTrail, SSM, ECS or Kosli gave no answer
 */
export const listSessions = async (
  ports: SessionsPorts,
  rules: SessionsRules,
  span: TimeSpan,
): Promise<ListedPeriod> => {
  const { opened, refused, bypasses } = await readCalls(ports, span);
  const calls = [
    ...(await listOpened(ports, rules, opened)),
    ...(await listOthers(ports, rules, 'refused', refused)),
    ...(await listOthers(ports, rules, 'bypass', bypasses)),
  ];
  return {
    from: span.from.toISOString(),
    to: span.to.toISOString(),
    calls: calls.toSorted((one, other) => other.calledAt.localeCompare(one.calledAt)),
  };
};
