import { callsOf } from '../meter';
import type { Scenario } from '../scenario/session';
import type { Aftermath } from '../simulate';
import { differences } from './compare';
import type { Expectation } from './expectation';
import { expectedOfCalls } from './expected-calls';
import { expectedOfSession } from './expected-sessions';
import { wrongStatements } from './expected-statements';
import { isBuilt } from './parts';

/** A promise, and how it was broken; nothing when it was kept. */
export interface Verdict {
  readonly promise: string;
  readonly broken: readonly string[];
}

const LOOK_UPS_A_SESSION = 0.5;
/** On a quieter day most calls are those of the schedules, which do not grow with sessions. */
const BUSY_DAY_SESSIONS = 1_500;
/** For beginning a trail, reading its lists and attesting; the outage and redeliveries included. */
const KOSLI_REQUESTS_A_SESSION = 40;

const atMost = (what: string, is: number, most: number): readonly string[] =>
  is <= most ? [] : [`${what}: ${is}, at most ${most} expected`];

const sorted = (texts: readonly string[]): string => JSON.stringify(texts.toSorted());

const expectedOf = (scenario: Scenario): readonly Expectation[] => [
  ...scenario.sessions.flatMap((session) => expectedOfSession(session, scenario.outage)),
  ...expectedOfCalls(scenario),
];

/** How many attestations are there twice because two invocations were told of the same at the same time. */
export const reportedTwice = (scenario: Scenario, after: Aftermath): number =>
  differences(after, expectedOf(scenario), true).length -
  differences(after, expectedOf(scenario), false).length;

/** Judges what a scenario has left by what the scenario was; the function's own code is not asked. */
export const check = (scenario: Scenario, after: Aftermath, memoryMb: number): readonly Verdict[] => {
  const { sessions, poison } = scenario;
  const dead = after.deadLetters.map(({ body }) => body);
  const isBusy = sessions.length >= BUSY_DAY_SESSIONS;
  const poisoned = poison.map(({ body }) => body);
  return [
    {
      promise:
        'every session, refused call and bypass is on the trail it belongs on, with exactly the attestations it should have',
      broken: differences(after, expectedOf(scenario)),
    },
    {
      promise:
        'each day is stated with the right numbers, over the list that is attached, and names the day before',
      broken: isBuilt('completeness statements') ? wrongStatements(scenario, after.trails) : [],
    },
    {
      promise: 'the dead-letter queue holds poison, all of it and nothing else',
      broken: sorted(dead) === sorted(poisoned) ? [] : [`${sorted(dead)} instead of ${sorted(poisoned)}`],
    },
    {
      promise: 'no message is left over',
      broken: after.pending.map(
        ({ id, receives, body }) => `${id}, received ${receives} times: ${body.slice(0, 200)}`,
      ),
    },
    { promise: 'every invocation returns before its timeout', broken: after.failures },
    {
      promise: 'event history is asked at most once for two sessions',
      broken:
        isBuilt('half a look-up a session') && isBusy
          ? atMost(
              'LookupEvents calls a session',
              callsOf(after.counts, 'LookupEvents') / sessions.length,
              LOOK_UPS_A_SESSION,
            )
          : [],
    },
    {
      promise: 'Kosli is not asked more than it takes',
      broken: isBusy
        ? atMost(
            'requests a session',
            callsOf(after.counts, 'Kosli') / sessions.length,
            KOSLI_REQUESTS_A_SESSION,
          )
        : [],
    },
    {
      promise: 'the function stays within its memory',
      broken: atMost('MB', Math.round(after.functionBytes / 1024 / 1024), memoryMb),
    },
  ];
};
