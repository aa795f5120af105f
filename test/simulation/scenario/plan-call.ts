import { person } from '../../../stand-ins/recorded-session/callers';
import { executeCommandRecord } from '../../../stand-ins/recorded-session/execute-command-record';
import { sessionTarget } from '../../../stand-ins/recorded-session/session';
import { ECS_ITSELF, startSessionRecord } from '../../../stand-ins/recorded-session/start-session-record';
import type { Random } from '../engine/random';
import { EVENT_BRIDGE } from './faults';
import type { PlacedTask } from './places';
import { type Deliveries, MINUTE, type PlannedCall, SECOND } from './session';

/** How late EventBridge is: mostly seconds, at times so late that the order is another one. */
const announcementDelay = (random: Random): number => {
  const luck = random.fraction();
  if (luck < 0.8) return random.between(2 * SECOND, 30 * SECOND);
  return luck < 0.95 ? random.between(30 * SECOND, 5 * MINUTE) : random.between(5 * MINUTE, 30 * MINUTE);
};

export const announcements = (random: Random, calledAt: number): Deliveries => {
  if (random.chance(EVENT_BRIDGE.lost)) return [];
  const times = random.chance(EVENT_BRIDGE.twice) ? 2 : 1;
  return Array.from({ length: times }, () => calledAt + announcementDelay(random));
};

/** Event history shows a call some minutes after it was made. */
const shown = (random: Random, calledAt: number): number =>
  calledAt + random.between(2 * MINUTE, 12 * MINUTE);

const eventIdOf = (random: Random): string => [8, 4, 4, 4, 12].map((length) => random.hex(length)).join('-');

// The recorded session's cluster, under another name.
const inCluster = (record: object, name: string): object =>
  JSON.parse(JSON.stringify(record).replaceAll('production', name));

export interface CallPlan {
  readonly at: number;
  readonly person: string;
  readonly task: PlacedTask;
}

const plan = (
  random: Random,
  at: number,
  personName: string,
  recordOf: (eventId: string) => object,
): PlannedCall => {
  const eventId = eventIdOf(random);
  return {
    record: recordOf(eventId),
    eventId,
    calledAt: at,
    shownAt: shown(random, at),
    announcedAt: announcements(random, at),
    person: personName,
  };
};

/** A call that opened a session. */
export const planOpening = (
  random: Random,
  { at, person: name, task }: CallPlan,
  sessionId: string,
): PlannedCall =>
  plan(random, at, name, (eventId) =>
    inCluster(
      executeCommandRecord({
        sessionId,
        openedAt: new Date(at),
        userIdentity: person(name),
        eventId,
        taskArn: task.arn,
      }),
      task.cluster.name,
    ),
  );

/** A call that was refused. */
export const planRefusal = (random: Random, { at, person: name, task }: CallPlan): PlannedCall =>
  plan(random, at, name, (eventId) =>
    inCluster(
      executeCommandRecord(
        {
          openedAt: new Date(at),
          userIdentity: person(name),
          eventId,
          taskArn: task.arn,
          refusal: {
            errorCode: random.pick(['AccessDenied', 'AccessDeniedException']),
            errorMessage: `User: ${person(name).arn} is not authorized to perform: ecs:ExecuteCommand on resource: ${task.arn}`,
          },
        },
        random.chance(0.5) ? { requestParameters: null } : {},
      ),
      task.cluster.name,
    ),
  );

/** What Systems Manager calls the container of a task. */
export const targetOf = ({ cluster, id }: PlacedTask): string => sessionTarget(cluster.name, id);

/** A call that opened a session past ECS Exec. */
export const planBypass = (random: Random, { at, person: name, task }: CallPlan): PlannedCall => {
  // Some try to pass for ECS.
  const sessionName = random.chance(0.2) ? `ecs-execute-command.${name}` : name;
  return plan(random, at, sessionName, (eventId) =>
    startSessionRecord({
      openedAt: new Date(at),
      userIdentity: person(sessionName),
      eventId,
      target: targetOf(task),
      sessionId: `${sessionName}-${random.letters(26)}`,
    }),
  );
};

/** The call of `StartSession` that ECS makes for a session. */
export const planCallByEcs = (random: Random, at: number, task: PlacedTask, sessionId: string): PlannedCall =>
  plan(random, at, 'ecs-execute-command', (eventId) =>
    startSessionRecord({
      openedAt: new Date(at),
      userIdentity: ECS_ITSELF,
      eventId,
      target: targetOf(task),
      documentName: 'AmazonECS-ExecuteInteractiveCommand',
      sessionId,
    }),
  );
