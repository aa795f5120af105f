import type { Match } from '../../stand-ins/network/mishaps';
import type { Ending, Fault } from './fault';
import { killedAt } from './killed';
import { calls, HEAD, LIST, lists, of, SEND } from './schedule';

const where = 'The function, in its scheduled jobs';

/** Every request of the run that looks for what is missing, and of asking for the statements that are due, in turn. */
const STEPS_OF_THE_RUN: readonly Match[] = [
  calls(),
  ...['user-identity', 'service-identity', 'command-logs', 'access-denied', 'session-bypass'].map(lists),
  { service: 'ECS', operation: 'DescribeClusters' },
  HEAD,
  { service: 'SSM', operation: 'DescribeSessions' },
  SEND,
  LIST,
  lists('completeness'),
];

/** Those of what they put into the queue. */
const STEPS_OF_THE_REST: readonly Match[] = [
  { service: 'ECS', operation: 'DescribeTasks' },
  { service: 'ECS', operation: 'DescribeTaskDefinition' },
  { service: 'Kosli', operation: 'begin trail' },
  ...[
    'user-identity',
    'service-identity',
    'access-denied',
    'session-bypass',
    'command-logs',
    'completeness',
  ].map((name) => ({ service: 'Kosli', operation: `attest ${name}` })),
  { service: 'S3', operation: 'GetObject' },
];

export const STEPS_OF_JOBS: readonly Match[] = [...STEPS_OF_THE_RUN, ...STEPS_OF_THE_REST];

const OF_THE_RUN: Ending = { waits: [null], statement: [null], dies: true };
const TWICE = [null, null];
const OF_THE_REST: Ending = {
  waits: TWICE,
  bob: TWICE,
  message: TWICE,
  statement: [null, null, null],
  dies: true,
};

const killed = (step: Match, ends: Ending, part: Partial<Fault> = {}): Fault =>
  of(where, 'run')({ ...killedAt(step, true), ends, ...part });

const killedAtLaterSend = (after: number, what: string): Fault =>
  killed({ ...SEND, after }, OF_THE_RUN, { what: `is killed (SIGKILL) when it has queued ${what}` });

/** Once a request was carried out: where it was not, it is as if the function had died after the one before. */
export const FAULTS_OF_KILLED_JOBS: readonly Fault[] = [
  ...STEPS_OF_THE_RUN.map((step) => killed(step, OF_THE_RUN)),
  killedAtLaterSend(1, 'the sessions past ECS Exec'),
  killedAtLaterSend(2, 'the statements that are due'),
  ...STEPS_OF_THE_REST.map((step) => killed(step, OF_THE_REST, { happensTo: 'alice' })),
];
