import pMap from 'p-map';
import { EXPECTED_ATTESTATIONS } from './evidence/expected';
import { groupBy } from './group-by';
import type { HeldEvidence, Ports } from './ports';
import type { Service } from './service/service';
import type { OpenedSession } from './session/session';
import { trailName } from './session/trail-name';

const TRAILS_AT_A_TIME = 8;

/** The trail a session is on, and what that trail holds of it. */
export interface EvidenceOfSession {
  readonly trail: string;
  /** Whether the session can be on no other trail. */
  readonly certain: boolean;
  /** Oldest first. */
  readonly held: readonly HeldEvidence[];
}

interface OfSession {
  readonly session: OpenedSession;
}

/**
 * The trails that records name. Only `{service}` needs ECS for that, which forgets a task soon after it stopped.
 *
 * @throws when ECS gave no answer: that is not to be taken for a forgotten task
 */
export const placeSessions = async <Known extends OfSession>(
  { describeTasks }: Pick<Ports, 'describeTasks'>,
  template: string,
  known: readonly Known[],
): Promise<readonly (Known & Omit<EvidenceOfSession, 'held'>)[]> => {
  const needsService = template.includes('{service}');
  const tasks = known.flatMap(({ session: { task } }) => (task === null ? [] : [task]));
  const services = needsService ? await describeTasks(tasks) : new Map<string, Service>();
  return known.map((one) => {
    const { session } = one;
    const service = services.get(session.task?.taskArn ?? '');
    if (service instanceof Error) throw service;
    const serviceName = service?.kind === 'described' ? service.serviceName : null;
    return {
      ...one,
      trail: trailName(template, session, { sessionId: session.id, serviceName }),
      certain: !needsService || service?.kind === 'described',
    };
  });
};

/**
 * What Kosli holds of sessions that CloudTrail shows, in their order. Each trail is read once.
 *
 * @throws when ECS or Kosli gave no answer: that is not to be taken for a forgotten task, or for a trail without evidence
 */
export const evidenceOfSessions = async <Known extends OfSession>(
  ports: Pick<Ports, 'audit' | 'describeTasks'>,
  { trailNameTemplate }: { readonly trailNameTemplate: string },
  known: readonly Known[],
): Promise<readonly (Known & EvidenceOfSession)[]> => {
  const placed = await placeSessions(ports, trailNameTemplate, known);
  const evidence = new Map(
    await pMap(
      groupBy(placed, ({ trail }) => trail),
      async ([trail, ofTrail]) => {
        const ids = new Set(ofTrail.map(({ session }) => session.id));
        const held = await ports.audit.readTrail(trail, EXPECTED_ATTESTATIONS, ids);
        return [trail, groupBy(held, ({ subject }) => subject)] as const;
      },
      { concurrency: TRAILS_AT_A_TIME },
    ),
  );
  return placed.map((one) => ({ ...one, held: evidence.get(one.trail)?.get(one.session.id) ?? [] }));
};
