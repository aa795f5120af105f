import { DescribeSessionsCommand, type SSMClient } from '@aws-sdk/client-ssm';
import pMap from 'p-map';
import type { AuditPorts } from '../ports';
import type { SessionId } from '../session/session-id';
import { type Time, within } from '../time';
import { toReporterError } from './to-reporter-error';

/**
 * Asks SSM which of these sessions are open now (`State=Active`), one call each: its filter takes one id.
 *
 * @throws DependencyUnavailableError, SetupError; a shell that may be open must not be taken for one that left no transcript
 */
export const openSessionFinder =
  (ssm: SSMClient, time: Time): AuditPorts['openSessions'] =>
  async (ids) => {
    const open = new Set<SessionId>();
    const ask = async (id: SessionId): Promise<void> => {
      const command = new DescribeSessionsCommand({
        State: 'Active',
        Filters: [{ key: 'SessionId', value: id }],
      });
      const { Sessions = [] } = await within(time, ssm.send(command, { abortSignal: time.signal })).catch(
        (error: unknown) => {
          throw toReporterError(
            `SSM DescribeSessions (is ${id} still open?)`,
            error,
            "The function's role needs ssm:DescribeSessions.",
          );
        },
      );
      if (Sessions.some(({ SessionId }) => SessionId === id)) open.add(id);
    };
    await pMap(new Set(ids), ask, { concurrency: 5 });
    return open;
  };
