import { DescribeSessionsCommand, type SSMClient, type Session as SsmSession } from '@aws-sdk/client-ssm';
import pMap from 'p-map';
import type { Ports } from '../ports';
import type { SessionTrace, TaskRef } from '../session/session';
import type { SessionId } from '../session/session-id';
import { taskOfTarget } from '../session/ssm-target';
import { shareOf, type Time, within } from '../time';
import { toReporterError } from './to-reporter-error';

const taskOf = (target: string | undefined): TaskRef | null => {
  const named = taskOfTarget(target ?? '');
  return named && { cluster: named.clusterName, taskArn: named.taskId };
};

const traceOf = ({ StartDate, EndDate, Target }: SsmSession): SessionTrace => ({
  startedAt: StartDate ?? null,
  endedAt: EndDate ?? null,
  task: taskOf(Target),
});

/** The trace only saves time elsewhere, so it must not cost much itself. */
const MAX_MS = 10_000;
const SHARE_OF_TIME = 1 / 20;

/**
 * Asks SSM's session history (30 days) when and where sessions took place. Its `Owner` is ECS's own role, never the
 * person, so it attributes nothing and only narrows the search. A session that SSM does not know is not in the result; of a call
 * that fails or does not answer in time the result is the error, with a warning.
 */
export const sessionHistoryTrace =
  (ssm: SSMClient, time: Time, warn: (message: string, error: unknown) => void): Ports['traceSessions'] =>
  async (ids) => {
    const share = shareOf(time, Math.min(MAX_MS, time.leftMs() * SHARE_OF_TIME));
    const traces = new Map<SessionId, SessionTrace | Error>();
    const traceOne = async (id: SessionId): Promise<void> => {
      try {
        const { Sessions = [] } = await within(
          share,
          ssm.send(
            new DescribeSessionsCommand({ State: 'History', Filters: [{ key: 'SessionId', value: id }] }),
            { abortSignal: share.signal },
          ),
        );
        const session = Sessions.find(({ SessionId }) => SessionId === id);
        if (session !== undefined) traces.set(id, traceOf(session));
      } catch (error) {
        warn(`SSM could not say when and where ${id} took place; what needs to know that waits`, error);
        const doing = `SSM DescribeSessions (when did ${id} end?)`;
        traces.set(id, toReporterError(doing, error, "The function's role needs ssm:DescribeSessions."));
      }
    };
    await pMap(ids, traceOne, { concurrency: 5 });
    return traces;
  };
