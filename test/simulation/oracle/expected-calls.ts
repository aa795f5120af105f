import type { PlannedCall, Scenario } from '../scenario/session';
import { type Expectation, trailOf } from './expectation';

const expectedOfCall = (name: string, { eventId, person, announcedAt }: PlannedCall): Expectation => ({
  trail: trailOf(person),
  name,
  subject: eventId,
  compliant: false,
  fields: { session_id: null, principal_id: `AROAEXAMPLE:${person}` },
  part: announcedAt.length > 0 ? null : 'sessions that no event announced',
  optional: false,
  because: announcedAt.length > 0 ? 'nothing went wrong' : 'EventBridge lost it',
});

/** What Kosli must hold of the calls that opened no session of ECS Exec. */
export const expectedOfCalls = ({ refused, bypasses }: Scenario): readonly Expectation[] => [
  ...refused.map((call) => expectedOfCall('access-denied', call)),
  ...bypasses.map((call) => expectedOfCall('session-bypass', call)),
];
