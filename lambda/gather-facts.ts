import type { Caller } from './evidence/caller';
import type { SessionFacts } from './evidence/plan-evidence';
import { findCallers } from './find-callers';
import type { Ports } from './ports';
import type { Service } from './service/service';
import type { SoughtSession, TaskRef } from './session/session';
import type { SessionId } from './session/session-id';

/** For each session what is known of it, or the error that says why it cannot be reported yet. */
export type FactsOfBatch = ReadonlyMap<SessionId, SessionFacts | Error>;

const taskOf = (caller: Caller): TaskRef | null =>
  (caller.kind === 'attributed' ? caller.session.task : null) ?? caller.trace?.task ?? null;

const serviceOf = (caller: Caller, services: ReadonlyMap<string, Service | Error>): Service | Error => {
  const task = taskOf(caller);
  const described = task === null ? undefined : services.get(task.taskArn);
  return described ?? { kind: 'undescribed', task, note: 'neither CloudTrail nor SSM names the task' };
};

const gather = async (ports: Ports, sessions: readonly SoughtSession[]): Promise<FactsOfBatch> => {
  const callers = await findCallers(ports, sessions);
  const found = [...callers.values()].filter((caller): caller is Caller => !(caller instanceof Error));
  const services = await ports.describeTasks(found.map(taskOf).filter((task) => task !== null));
  const factsOf = (session: SoughtSession): SessionFacts | Error => {
    const caller = callers.get(session.id) ?? new Error(`nobody looked for the caller of ${session.id}`);
    if (caller instanceof Error) return caller;
    const service = serviceOf(caller, services);
    return service instanceof Error ? service : { session, caller, service };
  };
  return new Map(sessions.map((session) => [session.id, factsOf(session)]));
};

/** Finds out, for all sessions of a batch together, who opened them and in which service. Never throws. */
export const gatherFacts = (ports: Ports, sessions: readonly SoughtSession[]): Promise<FactsOfBatch> =>
  gather(ports, sessions).catch((thrown: unknown) => {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    return new Map(sessions.map(({ id }) => [id, error]));
  });
