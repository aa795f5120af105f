import type { Random } from '../engine/random';
import { type Fault, NOTIFIED_TWICE } from './faults';
import { LOGGED, type PlacedTask, placeTask, UNLOGGED } from './places';
import { planOpening } from './plan-call';
import {
  type Deliveries,
  HOUR,
  MINUTE,
  type PlannedCall,
  type PlannedSession,
  type PlannedUpload,
  SECOND,
} from './session';

const DEADLINE = HOUR;
/** From the end of a session until its transcript counts as missing, as the stack has it by default. */
export const GRACE = 3 * HOUR;

const duration = (random: Random): number => {
  const luck = random.fraction();
  if (luck < 0.15) return random.between(5 * SECOND, MINUTE);
  return luck < 0.9 ? random.between(MINUTE, 40 * MINUTE) : random.between(40 * MINUTE, 4 * HOUR);
};

const notifications = (random: Random, at: number): Deliveries => {
  const delay = () =>
    random.chance(0.95) ? random.between(SECOND / 2, 5 * SECOND) : random.between(5 * SECOND, 2 * MINUTE);
  return Array.from({ length: random.chance(NOTIFIED_TWICE) ? 2 : 1 }, () => at + delay());
};

const transcriptOf = (random: Random, id: string, at: number): Buffer =>
  Buffer.from(
    `Script started on ${new Date(at).toISOString()} [COMMAND="cat ${id}/ipcTempFile.log" <not executed on terminal>]\n` +
      `root@ip-10-0-1-23:/app# echo ${random.letters(24)}\r\r\n${random.letters(40)}\r\r\nroot@ip-10-0-1-23:/app# exit\r\r\n` +
      `\nScript done on ${new Date(at).toISOString()} [COMMAND_EXIT_CODE="0"]\n`,
  );

/** When a transcript is uploaded that is late: well within the time that it is waited for, or well after it. */
const lateBy = (random: Random): number =>
  random.chance(0.5)
    ? random.between(20 * MINUTE, 90 * MINUTE)
    : random.between(GRACE + 5 * HOUR, GRACE + 15 * HOUR);

/** Event history shows the caller while it is still waited for, or not before it has been given up. */
const lateCaller = (random: Random, uploadedAt: number): number =>
  uploadedAt +
  (random.chance(0.5)
    ? random.between(15 * MINUTE, 40 * MINUTE)
    : DEADLINE + random.between(2 * HOUR, 6 * HOUR));

const uploadsOf = (
  random: Random,
  fault: Fault | null,
  { id, endedAt, task }: { readonly id: string; readonly endedAt: number; readonly task: PlacedTask },
): readonly PlannedUpload[] => {
  const first =
    endedAt + random.between(SECOND, 20 * SECOND) + (fault === 'transcript-late' ? lateBy(random) : 0);
  const upload = (at: number, writer: string, bytes = transcriptOf(random, id, at)): PlannedUpload => ({
    at,
    bytes,
    writer,
    notifiedAt: fault === 'notification-lost' ? [] : notifications(random, at),
  });
  const written = upload(first, task.id);
  if (fault === 'transcript-never') return [];
  if (fault === 'transcript-twice')
    return [written, upload(first + random.between(SECOND, 30 * MINUTE), task.id, written.bytes)];
  if (fault === 'transcript-replaced')
    return [
      written,
      upload(first + random.between(5 * MINUTE, 3 * HOUR), random.chance(0.5) ? random.hex(32) : task.id),
    ];
  if (fault === 'transcript-overwritten')
    return [written, upload(first + random.between(SECOND, 10 * SECOND), task.id)];
  return [written];
};

const callOf = (random: Random, fault: Fault | null, call: PlannedCall, uploadedAt: number): PlannedCall => {
  if (fault === 'caller-never') return { ...call, shownAt: Number.POSITIVE_INFINITY, announcedAt: [] };
  if (fault !== 'caller-late') return call;
  const announcedAt = random.chance(0.5) ? call.announcedAt : [];
  return { ...call, shownAt: lateCaller(random, uploadedAt), announcedAt };
};

/** When a shell closes that is open over the midnight after `openedAt`. */
const overMidnight = (random: Random, midnight: number): number =>
  midnight + random.between(10 * MINUTE, 9 * HOUR);

export interface SessionPlan {
  readonly fault: Fault | null;
  readonly openedAt: number;
  /** The next midnight. */
  readonly midnight: number;
  readonly person: string;
  readonly tasks: readonly PlacedTask[];
}

export const planSession = (
  random: Random,
  { fault, openedAt, midnight, person, tasks }: SessionPlan,
): PlannedSession => {
  const id = `ecs-execute-command-${random.letters(26)}`;
  const ownTask = fault === 'transcript-never' || fault === 'task-gone';
  const cluster = random.pick(fault === 'transcript-never' ? [...LOGGED, ...UNLOGGED] : LOGGED);
  const fate =
    fault === 'transcript-never'
      ? random.pick(['stopped', 'without-uploads', 'unclear'] as const)
      : 'unclear';
  const task = ownTask
    ? placeTask(random, cluster, cluster.cause === null ? fate : 'unclear')
    : random.pick(tasks);
  const endedAt =
    fault === 'open-over-midnight' ? overMidnight(random, midnight) : openedAt + duration(random);
  const uploads = uploadsOf(random, fault, { id, endedAt, task });
  return {
    id,
    fault,
    openedAt,
    endedAt,
    task,
    taskKnown: fault !== 'task-gone',
    key: `${task.cluster.name}/${id}.log`,
    uploads,
    call: callOf(
      random,
      fault,
      planOpening(random, { at: openedAt, person, task }, id),
      uploads[0]?.at ?? endedAt,
    ),
  };
};
