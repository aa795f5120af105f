import pMap from 'p-map';
import type { CallsOfDay } from './completeness/calls-of-day';
import { chooseTrail } from './completeness/choose-trail';
import type { SessionOnKosli } from './completeness/session-line';
import { EXPECTED_ATTESTATIONS } from './evidence/expected';
import type { HeldEvidence, Ports } from './ports';
import type { Service } from './service/service';
import type { OpenedSession } from './session/session';
import type { SessionId } from './session/session-id';
import { trailName } from './session/trail-name';

const TRAILS_AT_A_TIME = 4;

/** Where a session may be. */
interface Candidate {
  readonly id: SessionId;
  readonly trail: string;
  /** Whether it can be nowhere else. */
  readonly certain: boolean;
}

const tasksOf = (opened: CallsOfDay['opened']) =>
  [...opened.values()].flat().flatMap(({ task }) => (task === null ? [] : [task]));

/** The trails a session's records name. Only `{service}` needs ECS, which forgets a task soon after it stopped. */
const candidatesOf = (
  template: string,
  records: readonly OpenedSession[],
  services: ReadonlyMap<string, Service | Error>,
): readonly Candidate[] =>
  records.map((session) => {
    const service = services.get(session.task?.taskArn ?? '');
    if (service instanceof Error) throw service;
    const serviceName = service?.kind === 'described' ? service.serviceName : null;
    const trail = trailName(template, session, { sessionId: session.id, serviceName });
    return {
      id: session.id,
      trail,
      certain: !template.includes('{service}') || service?.kind === 'described',
    };
  });

const bySubject = (held: readonly HeldEvidence[]): ReadonlyMap<string, readonly HeldEvidence[]> => {
  const subjects = new Map<string, HeldEvidence[]>();
  for (const evidence of held) {
    const { subject } = evidence;
    const ofSubject = subjects.get(subject);
    if (ofSubject === undefined) subjects.set(subject, [evidence]);
    else ofSubject.push(evidence);
  }
  return subjects;
};

/** What Kosli holds of the sessions of a day. Each trail is read once. */
export const sessionsOnKosli = async (
  { audit, describeTasks }: Pick<Ports, 'audit' | 'describeTasks'>,
  { trailNameTemplate }: { readonly trailNameTemplate: string },
  { opened }: CallsOfDay,
): Promise<readonly SessionOnKosli[]> => {
  const needsService = trailNameTemplate.includes('{service}');
  const services = needsService ? await describeTasks(tasksOf(opened)) : new Map<string, Service>();
  const candidates = new Map(
    [...opened].map(([id, records]) => [id, candidatesOf(trailNameTemplate, records, services)]),
  );
  const byTrail = new Map<string, Set<SessionId>>();
  for (const { id, trail } of [...candidates.values()].flat())
    byTrail.set(trail, (byTrail.get(trail) ?? new Set()).add(id));
  const held = new Map(
    await pMap(
      byTrail,
      async ([trail, ids]) => {
        const onTrail = await audit.readTrail(trail, EXPECTED_ATTESTATIONS, ids);
        return [trail, bySubject(onTrail)] as const;
      },
      { concurrency: TRAILS_AT_A_TIME },
    ),
  );
  return [...candidates].map(([id, ofSession]) =>
    chooseTrail(
      id,
      ofSession.map(({ trail, certain }) => ({ trail, certain, held: held.get(trail)?.get(id) ?? [] })),
    ),
  );
};
