import type { Match } from '../../stand-ins/network/mishaps';
import type { Fault } from './fault';

/** The function is killed in the middle of a request, which is carried out first or never reaches the service. */
export const killedAt = (step: Match, carriedOut: boolean): Pick<Fault, 'what' | 'arrange' | 'todo'> => ({
  what: `is killed (SIGKILL) at ${step.service}'s \`${step.operation}\`${carriedOut ? ', after' : ', before'} it is carried out`,
  arrange: ({ stage, plan }) =>
    plan({ to: { ...step, times: 1 }, is: { kind: 'meanwhile', carriedOut, run: stage.reporter.kill } }),
  todo: 'runbook: [reporter-errors](runbook.md#reporter-errors)',
});
