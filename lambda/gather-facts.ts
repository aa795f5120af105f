import type { Caller } from './evidence/caller';
import type { SessionFacts } from './evidence/plan-evidence';
import { findCallers } from './find-callers';
import type { Ports } from './ports';
import type { Service } from './service/service';
import type { OpenedSession, SessionRef, SoughtSession, TaskRef } from './session/session';
import type { SessionId } from './session/session-id';

/** For each session what is known about it, or the error that says why it cannot be reported yet. */
export type FactsOfBatch = ReadonlyMap<SessionId, SessionFacts | Error>;

/** Of records that disagree about the caller, only what all of them say. */
const taskOfRecords = (records: readonly OpenedSession[]): TaskRef | null => {
  const [task = null, ...others] = records.map((record) => record.task);
  return others.every((other) => other?.taskArn === task?.taskArn && other?.cluster === task?.cluster)
    ? task
    : null;
};

const taskOf = (caller: Caller): TaskRef | null =>
  (caller.kind === 'attributed' ? caller.session.task : taskOfRecords(caller.records)) ??
  caller.trace?.task ??
  null;

const whyNoTask = (caller: Caller): string =>
  caller.kind === 'unattributed' && caller.records.some(({ task }) => task !== null)
    ? 'the records of this session disagree about the task'
    : 'neither CloudTrail nor SSM names the task';

const serviceOf = (caller: Caller, services: ReadonlyMap<string, Service | Error>): Service | Error => {
  const task = taskOf(caller);
  const described = task === null ? undefined : services.get(task.taskArn);
  return described ?? { kind: 'undescribed', task, note: whyNoTask(caller) };
};

/** A session whose caller is known, or known to be unknown. */
interface SessionOfCaller {
  readonly session: SessionRef;
  readonly caller: Caller;
}

/**
 * Describes the services of sessions, all together.
 *
 * @returns the facts of one of them, or the error that says why its service cannot be described yet
 */
export const describeServices = async (ports: Ports, known: readonly SessionOfCaller[]) => {
  const tasks = known.map(({ caller }) => taskOf(caller)).filter((task) => task !== null);
  const services = await ports.describeTasks(tasks);
  return (session: SessionRef, caller: Caller): SessionFacts | Error => {
    const service = serviceOf(caller, services);
    return service instanceof Error ? service : { session, caller, service };
  };
};

const gather = async (ports: Ports, sessions: readonly SoughtSession[]): Promise<FactsOfBatch> => {
  const callers = await findCallers(ports, sessions);
  const callerOf = ({ id }: SoughtSession): Caller | Error =>
    callers.get(id) ?? new Error(`the caller of ${id} was not searched for`);
  const known = sessions.flatMap((session) => {
    const caller = callerOf(session);
    return caller instanceof Error ? [] : [{ session, caller }];
  });
  const factsOf = await describeServices(ports, known);
  return new Map(
    sessions.map((session) => {
      const caller = callerOf(session);
      return [session.id, caller instanceof Error ? caller : factsOf(session, caller)];
    }),
  );
};

/** Finds out who opened the sessions of a batch, and in which services. Never throws. */
export const gatherFacts = (ports: Ports, sessions: readonly SoughtSession[]): Promise<FactsOfBatch> =>
  gather(ports, sessions).catch((thrown: unknown) => {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    return new Map(sessions.map(({ id }) => [id, error]));
  });
