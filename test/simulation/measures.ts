import { callsOf } from './meter';
import { reportedTwice } from './oracle/check';
import type { Scenario } from './scenario/session';
import type { Aftermath } from './simulate';

const plain = (number: number): string => number.toLocaleString('en');

/** What a simulation took, in lines to read. */
export const measuresOf = (scenario: Scenario, after: Aftermath): readonly string[] => {
  const { sessions } = scenario;
  const [lookUps, ofKosli] = [callsOf(after.counts, 'LookupEvents'), callsOf(after.counts, 'Kosli')];
  const perSession = (count: number) => (count / sessions.length).toFixed(2);
  return [
    `${plain(sessions.length)} sessions, ${plain(after.records)} deliveries in ${plain(after.batches)} invocations, the longest ${(after.longestInvocationMs / 1000).toFixed(1)} s`,
    `LookupEvents: ${plain(lookUps)} calls, ${perSession(lookUps)} a session, ${plain(after.throttled)} of them throttled`,
    `Kosli: ${plain(ofKosli)} requests, ${perSession(ofKosli)} a session`,
    `reported twice by two invocations at the same time: ${reportedTwice(scenario, after)} attestations`,
    `the function: at most ${Math.round(after.functionBytes / 1024 / 1024)} MB`,
    ...[...after.counts]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([operation, count]) => `    ${operation}: ${plain(count)}`),
  ];
};
