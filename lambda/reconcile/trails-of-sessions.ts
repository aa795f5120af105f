import type { Ports } from '../ports';
import type { ReportingRules } from '../reporting-rules';
import type { Service } from '../service/service';
import type { OpenedSession, TaskRef } from '../session/session';
import { trailName } from '../session/trail-name';

/** A session that CloudTrail shows, with its record. */
export interface RecordedSession {
  readonly record: unknown;
  readonly session: OpenedSession;
}

/** A session and the trail it belongs on; null where that cannot be told any more. */
export interface SessionOnTrail extends RecordedSession {
  readonly trail: string | null;
}

const isTask = (task: TaskRef | null): task is TaskRef => task !== null;

/**
 * The trails of sessions. Only names with `{service}` need ECS for that; once ECS has forgotten the task, nobody can tell which
 * trail the session is on, and looking on another would report it twice.
 *
 * @throws when ECS gave no answer: that is not to be taken for a forgotten task
 */
export const trailsOfSessions = async (
  { describeTasks }: Ports,
  { trailNameTemplate }: ReportingRules,
  sessions: readonly RecordedSession[],
): Promise<readonly SessionOnTrail[]> => {
  const needsService = trailNameTemplate.includes('{service}');
  const services = needsService
    ? await describeTasks(sessions.map(({ session }) => session.task).filter(isTask))
    : new Map<string, Service>();
  return sessions.map(({ record, session }) => {
    const service = services.get(session.task?.taskArn ?? '');
    if (service instanceof Error) throw service;
    const isKnown = !needsService || service?.kind === 'described';
    const serviceName = service?.kind === 'described' ? service.serviceName : null;
    const trail = isKnown
      ? trailName(trailNameTemplate, session, { sessionId: session.id, serviceName })
      : null;
    return { record, session, trail };
  });
};
