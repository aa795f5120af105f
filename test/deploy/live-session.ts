import { apiCallEvent } from '../../stand-ins/aws/api-call-event';
import type { Kosli } from '../../stand-ins/kosli/kosli';
import { person } from '../../stand-ins/recorded-session/callers';
import { startSessionRecord } from '../../stand-ins/recorded-session/start-session-record';
import { eventBusIn } from './aws/event-bus';
import { type DeployedReporter, workOff } from './session';

/**
 * EventBridge is told of a session while it is open, and of one that went past ECS Exec; the deployed function gets from the
 * deployed queue what the deployed rules put there.
 *
 * @param record of the call that opened the session
 * @returns what Kosli then holds, in words
 */
export const reportOpenedSession = async (
  reporter: DeployedReporter,
  kosli: Kosli,
  record: object,
  sessionId: string,
): Promise<string> => {
  const bus = eventBusIn(reporter.awsUrl, reporter.account.region);
  const eventId = crypto.randomUUID();
  await bus.announce(apiCallEvent(record));
  await bus.announce(apiCallEvent(startSessionRecord({ userIdentity: person('mallory'), eventId })));
  await bus.announce(apiCallEvent(startSessionRecord({ target: 'i-0123456789abcdef0' })));
  const deliveries = await workOff(reporter);
  if (deliveries.length !== 2)
    throw new Error(`two messages were expected, and the queue held ${JSON.stringify(deliveries)}`);
  const held = [...kosli.trails.values()]
    .flatMap(({ attestations }) => attestations)
    .filter(
      ({ user_data }) => user_data?.session_id === sessionId || user_data?.cloudtrail_event_id === eventId,
    )
    .map(({ attestation_name, is_compliant }) => `${attestation_name}: ${is_compliant}`)
    .sort()
    .join(', ');
  if (held !== 'service-identity: true, session-bypass: false, user-identity: true')
    throw new Error(`Kosli holds ${held === '' ? 'nothing' : held} of the open session and the bypass`);
  return held;
};
