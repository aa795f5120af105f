import pMap from 'p-map';
import { groupBy } from '../../lambda/group-by';
import type { TimeSpan } from '../../lambda/ports';
import { isOverdue } from '../../lambda/reconcile/find-transcripts';
import type { ApiCall, OpenedSession, SessionTrace } from '../../lambda/session/session';
import { trailName, unattributedTrailName } from '../../lambda/session/trail-name';
import type { Account } from '../deployment/open-account';
import { evidenceOfCalls, OF_SESSION } from '../kosli/evidence-of-calls';
import type { ListedEvidence } from '../kosli/list-evidence';
import { callerOf, timesOf, whereOf } from './describe-call';
import type { ListedCall, ListedPeriod } from './listed-call';
import { readCalls } from './read-calls';
import { type Absent, lacksAny, stateOfAttestations } from './state-of-attestations';

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

type Traces = ReadonlyMap<string, SessionTrace | Error>;

const traceAll = async (
  { traceSessions }: Pick<SessionsPorts, 'traceSessions'>,
  sessions: readonly OpenedSession[],
): Promise<Traces> => {
  const traces = new Map<string, SessionTrace | Error>();
  for (let at = 0; at < sessions.length; at += TRACED_AT_A_TIME) {
    const ids = sessions.slice(at, at + TRACED_AT_A_TIME).map(({ id }) => id);
    for (const [id, trace] of await traceSessions(ids)) traces.set(id, trace);
  }
  return traces;
};

/** What is on the trail of a session, and on the one it is reported on while nobody is known to have opened it. */
const readHeld = async (ports: SessionsPorts, rules: SessionsRules, opened: readonly OpenedSession[]) =>
  pMap(
    await evidenceOfCalls(ports, rules.trailNameTemplate, opened),
    async (one) => {
      if (!lacksAny(one.held)) return one;
      const { id } = one.session;
      const unattributed = await ports.readEvidence(unattributedTrailName(id), OF_SESSION, new Set([id]));
      return { ...one, held: [...unattributed, ...one.held] };
    },
    { concurrency: TRAILS_AT_A_TIME },
  );

const listOpened = async (
  ports: SessionsPorts,
  rules: SessionsRules,
  opened: readonly OpenedSession[],
): Promise<readonly ListedCall[]> => {
  const traces = await traceAll(ports, opened);
  const held = await readHeld(ports, rules, opened);
  const traceOf = ({ id }: OpenedSession): SessionTrace | null => {
    const trace = traces.get(id);
    return trace === undefined || trace instanceof Error ? null : trace;
  };
  const mayBeOpen = held.filter(
    ({ session, held: ofSession }) =>
      traceOf(session)?.endedAt == null && !ofSession.some(({ name }) => name === 'command-logs'),
  );
  const open = await ports.openSessions(mayBeOpen.map(({ session: { id } }) => id));
  return held.map(({ session, trail, certain, held: ofSession }) => {
    const isOpen = open.has(session.id);
    const trace = traceOf(session);
    const mayCome = isOpen || !isOverdue(trace?.endedAt ?? session.calledAt, ports.now(), rules);
    const isKnown = certain && !(traces.get(session.id) instanceof Error);
    const absent: Absent = mayCome ? 'awaited' : isKnown ? 'missing' : 'unknown';
    return {
      kind: 'session',
      sessionId: session.id,
      eventId: session.eventId,
      calledAt: session.calledAt.toISOString(),
      caller: callerOf(session),
      where: whereOf(session, ofSession),
      open: isOpen,
      ...timesOf(session, trace, ofSession),
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

const newestFirst = (
  one: { readonly calledAt: string | null },
  other: { readonly calledAt: string | null },
): number => (other.calledAt ?? '').localeCompare(one.calledAt ?? '');

/**
 * The sessions of a stretch of time, the calls that were refused one, the sessions past ECS Exec, and the calls that cannot be
 * read, from CloudTrail's event history; and what Kosli holds of each. Newest first.
 *
 * @throws when CloudTrail, SSM, ECS or Kosli gave no answer
 */
export const listSessions = async (
  ports: SessionsPorts,
  rules: SessionsRules,
  span: TimeSpan,
): Promise<ListedPeriod> => {
  const { opened, refused, bypasses, unreadable } = await readCalls(ports, span);
  const calls = [
    ...(await listOpened(ports, rules, opened)),
    ...(await listOthers(ports, rules, 'refused', refused)),
    ...(await listOthers(ports, rules, 'bypass', bypasses)),
  ];
  return {
    from: span.from.toISOString(),
    to: span.to.toISOString(),
    calls: calls.toSorted(newestFirst),
    unreadable: unreadable.toSorted(newestFirst),
  };
};
