import { type Random, seededRandom } from '../engine/random';
import { FAULTS, type Fault, SHARE_OF_FAULT } from './faults';
import { LOGGED, placeTask } from './places';
import { planBypass, planCallByEcs, planRefusal } from './plan-call';
import { planSession } from './plan-session';
import { DAY, HOUR, MINUTE, type PlannedSession, type Scenario, SECOND } from './session';

const BUSY_DAY = Date.UTC(2026, 10, 18);
const PEOPLE = 400;
const TASKS = 60;
const POISON = [
  'not JSON',
  '{"neither":"this nor that"}',
  '{"Records":[{"eventVersion":"9.0"}]}',
  '{"detail-type":"AWS API Call via CloudTrail"}',
  '[]',
];

/** A whole second of the day: most people work from seven to seven. */
const timeOfDay = (random: Random): number =>
  SECOND * (random.chance(0.8) ? random.between(7 * 3600, 19 * 3600) : random.between(0, 24 * 3600 - 1));

/** Which faults the sessions have: of each exactly its share. */
const faultsOf = (count: number): readonly (Fault | null)[] => {
  const ofEach = Math.round(count * SHARE_OF_FAULT);
  const faults = FAULTS.flatMap((fault) => Array.from({ length: ofEach }, () => fault));
  return Array.from({ length: count }, (_, n) => faults[n] ?? null);
};

/** A busy day between quiet ones, with all that goes wrong in it. */
export const planScenario = (seed: number, count: number): Scenario => {
  const random = seededRandom(seed, 'scenario');
  const tasks = Array.from({ length: TASKS }, () => placeTask(random, random.pick(LOGGED)));
  const someone = () => `person-${String(random.between(1, PEOPLE)).padStart(3, '0')}`;
  const session = (fault: Fault | null, day: number): PlannedSession => {
    const late = 21 * HOUR + SECOND * random.between(0, 3 * 3600 - 60);
    const openedAt = day + (fault === 'open-over-midnight' ? late : timeOfDay(random));
    return planSession(random, { fault, openedAt, midnight: day + DAY, person: someone(), tasks });
  };
  const busy = faultsOf(count).map((fault) => session(fault, BUSY_DAY));
  const quiet = [-1, -1, -1, 1, 1].map((days) => session(null, BUSY_DAY + days * DAY));
  const sessions = [...quiet, ...busy].sort((one, other) => one.openedAt - other.openedAt);
  const calls = Math.round(count * SHARE_OF_FAULT);
  const call = () => ({ at: BUSY_DAY + timeOfDay(random), person: someone(), task: random.pick(tasks) });
  const down = BUSY_DAY + random.between(8 * 60, 15 * 60) * MINUTE;
  return {
    seed,
    day: new Date(BUSY_DAY).toISOString().slice(0, 10),
    start: BUSY_DAY - DAY,
    end: BUSY_DAY + 4 * DAY + 8 * HOUR,
    sessions,
    refused: Array.from({ length: calls }, () => planRefusal(random, call())),
    bypasses: Array.from({ length: calls }, () => planBypass(random, call())),
    byEcs: sessions.map(({ id, openedAt, task }) => planCallByEcs(random, openedAt, task, id)),
    tasks: [...tasks, ...sessions.filter(({ taskKnown }) => taskKnown).map(({ task }) => task)],
    outage: { from: down, to: down + 2 * HOUR },
    poison: POISON.map((body) => ({ at: BUSY_DAY + timeOfDay(random), body })),
  };
};
