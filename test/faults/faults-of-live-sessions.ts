import type { LateMishap, Match } from '../../stand-ins/network/mishaps';
import { TASK_ARN } from '../../stand-ins/recorded-session/session';
import { trailOf } from '../end-to-end/sessions';
import { awsAnswer, kosliAnswer } from './answers';
import { type Ending, type Fault, NOTHING_TO_DO, waits } from './fault';
import { killedAt } from './killed';
import { ALICE, answered, retryAfter, to, WAIT } from './kosli';
import { announceStarts } from './story-of-live-sessions';

const fault = (part: Omit<Fault, 'where' | 'log' | 'todo'> & Partial<Fault>): Fault => ({
  where: 'Live sessions',
  story: 'live sessions',
  log: [],
  todo: NOTHING_TO_DO,
  ...part,
});
const both = (waits: readonly number[]): Ending => ({ waits, bob: 'the same' });

const KOSLI: Match = { service: 'Kosli' };
const TASKS: Match = { service: 'ECS', operation: 'DescribeTasks' };
const TOKEN: Match = { service: 'SSM', operation: 'GetParameter' };
const ATTEST = 'attest user-identity';
const THROTTLED: LateMishap = {
  kind: 'answer',
  answer: awsAnswer(400, 'ThrottlingException', 'Rate exceeded'),
};
const DENIED: LateMishap = { kind: 'answer', answer: awsAnswer(400, 'AccessDeniedException') };
const HANG: LateMishap = { kind: 'hang', carriedOut: false };

const OUTAGES: readonly Fault[] = [
  ...[500, 429].map((status) =>
    fault({
      what: `Kosli answers ${status}`,
      happens: [{ to: KOSLI, is: answered(status) }],
      lasts: 2,
      ends: both([30, 60]),
      log: [waits(`Kosli answered ${status} when asked to begin trail`)],
      todo: WAIT,
    }),
  ),
  fault({
    what: 'Kosli answers 429 with `Retry-After: 300`',
    happens: [{ to: KOSLI, is: answered(429, retryAfter(300)) }],
    lasts: 1,
    ends: both([300]),
    log: [waits('Kosli answered 429')],
    todo: WAIT,
  }),
  fault({
    what: 'Kosli refuses the token (401)',
    happens: [{ to: KOSLI, is: answered(401) }],
    lasts: 1,
    ends: both([1800]),
    log: [waits('Put a valid API token')],
    todo: 'put a valid token into the parameter (output `token_command`)',
  }),
  fault({
    what: 'Kosli breaks every connection',
    happens: [{ to: KOSLI, is: { kind: 'reset-unanswered', carriedOut: false } }],
    lasts: 2,
    ends: both([30, 60]),
    log: [waits('could not be reached to begin trail')],
    todo: WAIT,
  }),
  fault({
    what: 'Kosli never answers',
    happens: [{ to: KOSLI, is: HANG }],
    lasts: 1,
    seconds: 40,
    ends: both([30]),
    log: [waits('begin trail')],
    todo: WAIT,
  }),
  fault({
    what: 'Kosli answers 500, and somebody was refused a session and opened one past ECS Exec',
    withCallsOfMallory: true,
    happens: [{ to: KOSLI, is: answered(500) }],
    lasts: 2,
    ends: { ...both([30, 60]), message: [30, 30, 60, 60] },
    log: [waits('Kosli answered 500 when asked to begin trail')],
    todo: WAIT,
  }),
];

const ONCE: readonly Fault[] = [
  fault({
    what: 'Kosli answers 503 to an attestation, once',
    happens: [{ to: to(ATTEST, { times: 1 }), is: answered(503) }],
    ends: { waits: [120] },
    log: [waits('Kosli answered 503 when asked to attest user-identity')],
    todo: WAIT,
  }),
  ...[false, true].map((carriedOut) =>
    fault({
      what: `Kosli breaks the connection of an attestation, which it ${carriedOut ? 'stored' : 'did not store'}`,
      happens: [{ to: to(ATTEST, { times: 1 }), is: { kind: 'reset-unanswered', carriedOut } }],
      ends: { waits: [120] },
      log: [waits('could not be reached to attest user-identity')],
      todo: WAIT,
    }),
  ),
  fault({
    what: 'EventBridge announces the start twice',
    arrange: ({ stage }) => announceStarts(stage),
    withoutNetwork: true,
    ends: { waits: [] },
  }),
];

const AWS: readonly Fault[] = [
  fault({
    what: 'Systems Manager refuses the parameter with the token (AccessDenied)',
    happens: [{ to: TOKEN, is: DENIED }],
    lasts: 1,
    ends: both([1800]),
    log: [waits("let the function's role read and decrypt it")],
    todo: "let the function's role read and decrypt it (`kms_key_arns`)",
  }),
  fault({
    what: 'Systems Manager throttles',
    happens: [{ to: TOKEN, is: THROTTLED }],
    lasts: 2,
    ends: both([30, 60]),
    log: [waits('ThrottlingException')],
    todo: 'wait',
  }),
  fault({
    what: 'ECS refuses to describe tasks (AccessDenied)',
    happens: [{ to: TASKS, is: DENIED }],
    lasts: 1,
    ends: {
      ...both([]),
      ofBoth: true,
      besides: ['service-identity'],
      attestations: { 'service-identity': { is_compliant: null } },
      how: '`service-identity` not compliant, and once more with the transcript, when the task can be described',
    },
    log: [
      {
        level: 'ERROR',
        message: 'Refused by AWS, reported without it',
        says: 'needs ecs:DescribeTasks on the tasks of',
      },
    ],
    todo: 'add the cluster to `ecs_cluster_names`',
  }),
  fault({
    what: 'ECS no longer knows the task',
    arrange: ({ stage }) => void stage.ecs.forget(TASK_ARN),
    withoutNetwork: true,
    ends: {
      ...both([]),
      ofBoth: true,
      attestations: {
        'service-identity': { is_compliant: false, user_data: { reason: /ECS no longer knows the task/ } },
      },
      how: '`service-identity` not compliant, saying why',
    },
  }),
  fault({
    what: 'ECS throttles',
    happens: [{ to: TASKS, is: THROTTLED }],
    lasts: 2,
    ends: both([30, 60]),
    log: [waits('ECS DescribeTasks did not answer: ThrottlingException')],
    todo: 'wait',
  }),
  fault({
    what: 'ECS never answers',
    happens: [{ to: TASKS, is: HANG }],
    lasts: 1,
    seconds: 30,
    ends: both([30]),
    log: [waits('ECS DescribeTasks')],
    todo: 'wait; if it lasts, look at the network of the function: its VPC endpoint for ECS',
  }),
];

/** The session is over before its start was reported. */
const TOGETHER: readonly Fault[] = [
  fault({
    what: 'the transcript comes in the same moment',
    order: 'together',
    withoutNetwork: true,
    ends: { waits: [] },
  }),
  fault({
    what: 'the start comes after the transcript, when the session is gone',
    order: 'transcripts first',
    withoutNetwork: true,
    ends: { waits: [] },
  }),
  fault({
    what: 'the transcript comes in the same moment, while Kosli answers 503 to an attestation, once',
    order: 'together',
    happens: [{ to: to(ATTEST, { times: 1 }), is: answered(503) }],
    ends: { waits: [120, 120] },
    log: [waits('Kosli answered 503 when asked to attest user-identity')],
    todo: WAIT,
  }),
  fault({
    what: 'the transcript comes in the same moment, while Kosli breaks the connection of an attestation that it stored',
    order: 'together',
    happens: [{ to: to(ATTEST, { times: 1 }), is: { kind: 'reset-unanswered', carriedOut: true } }],
    ends: { waits: [120, 120] },
    log: [waits('could not be reached to attest user-identity')],
    todo: WAIT,
  }),
  fault({
    what: 'the transcript comes in the same moment, while Kosli is down (503)',
    order: 'together',
    happens: [{ to: KOSLI, is: { kind: 'answer', answer: kosliAnswer(503) } }],
    lasts: 1,
    ends: both([30, 30]),
    log: [waits('Kosli answered 503')],
    todo: WAIT,
  }),
];

/** Every request the function makes for the start of Alice's session, in turn. */
export const STEPS_OF_A_START: readonly Match[] = [
  TASKS,
  TOKEN,
  { service: 'Kosli', operation: 'begin trail', about: ALICE },
  ...['user-identity', 'service-identity', 'command-logs'].map((name) => to(`list ${name}`)),
  ...['user-identity', 'service-identity'].map((name) => to(`attest ${name}`)),
];

/** Once a request was carried out: where it was not, it is as if the function had died after the one before. */
const killed = (step: Match, part: Partial<Fault> = {}): Fault =>
  fault({
    where: 'The function, at the start of a session',
    ...killedAt(step, true),
    ends: { waits: [null], bob: 'the same', dies: true },
    ...part,
  });

const KILLED: readonly Fault[] = [
  ...STEPS_OF_A_START.map((step) => killed(step)),
  ...['attest user-identity', 'attest command-logs'].map((operation) => {
    const { what, ...how } = killedAt(to(operation), true);
    return killed(to(operation), {
      ...how,
      what: `${what}, and the transcript came in the same moment`,
      order: 'together',
      ends: { waits: [null, null], bob: 'the same', dies: true },
    });
  }),
  killed(
    { service: 'Kosli', operation: 'attest access-denied', about: trailOf('mallory') },
    {
      withCallsOfMallory: true,
      ends: { waits: [null], bob: 'the same', message: [null, null], dies: true },
    },
  ),
];

export const FAULTS_OF_LIVE_SESSIONS: readonly Fault[] = [
  ...OUTAGES,
  ...ONCE,
  ...AWS,
  ...TOGETHER,
  ...KILLED,
];
