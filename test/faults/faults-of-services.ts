import type { Answer, LateMishap, Match } from '../../stand-ins/network/mishaps';
import { CLUSTER_ARN, TASK_ARN } from '../../stand-ins/recorded-session/session';
import { TOKEN_PARAMETER } from '../../stand-ins/stage';
import { awsAnswer, awsJson, htmlPage, kosliAnswer } from './answers';
import { type Ending, type Fault, type LogLine, NOTHING_TO_DO, waits } from './fault';

const answer = (is: Answer): LateMishap => ({ kind: 'answer', answer: is });
const both = (waits: readonly number[]): Ending => ({ waits, bob: 'the same' });
const THROTTLED = awsAnswer(400, 'ThrottlingException', 'Rate exceeded');
const DENIED = awsAnswer(400, 'AccessDeniedException');
const WAIT = 'wait';

type Part = Omit<Fault, 'where' | 'log' | 'todo'> & Partial<Fault>;
const of =
  (where: string) =>
  (part: Part): Fault => ({ where, log: [], todo: NOTHING_TO_DO, ...part });

const ofEcs = of('ECS');
const tasks = (more: Match = {}): Match => ({ service: 'ECS', operation: 'DescribeTasks', ...more });
const undescribed = (reason: RegExp): Ending => ({
  ...both([]),
  ofBoth: true,
  attestations: { 'service-identity': { is_compliant: false, user_data: { reason } } },
  how: '`service-identity` not compliant, saying why',
});

const FAULTS_OF_ECS: readonly Fault[] = [
  ofEcs({
    what: 'refuses to describe tasks (AccessDenied)',
    happens: [{ to: tasks(), is: answer(DENIED) }],
    ends: undescribed(/ecs:DescribeTasks/),
    log: [
      {
        level: 'ERROR',
        message: 'Refused by AWS, reported without it',
        says: 'needs ecs:DescribeTasks on the tasks of',
      },
    ],
    todo: 'add the cluster to `ecs_cluster_names`; what was reported stays as it is',
  }),
  ofEcs({
    what: 'no longer knows the task',
    arrange: ({ stage }) => void stage.ecs.forget(TASK_ARN),
    withoutNetwork: true,
    ends: undescribed(/ECS no longer knows the task/),
  }),
  ofEcs({
    what: 'no longer knows the cluster',
    arrange: ({ stage }) => void stage.ecs.removeCluster(CLUSTER_ARN),
    withoutNetwork: true,
    ends: undescribed(/its cluster no longer exists/),
  }),
  ofEcs({
    what: 'throttles once',
    happens: [{ to: tasks({ times: 1 }), is: answer(THROTTLED) }],
    ends: { waits: [] },
  }),
  ofEcs({
    what: 'throttles',
    happens: [{ to: tasks(), is: answer(THROTTLED) }],
    lasts: 2,
    ends: both([30, 60]),
    log: [waits('ECS DescribeTasks did not answer: ThrottlingException')],
    todo: WAIT,
  }),
  ofEcs({
    what: 'fails (500)',
    happens: [{ to: tasks(), is: answer(awsAnswer(500, 'ServerException')) }],
    lasts: 2,
    ends: both([30, 60]),
    log: [waits('ECS DescribeTasks did not answer: ServerException')],
    todo: WAIT,
  }),
  ofEcs({
    what: 'answers 503 with 10 MB of HTML',
    happens: [{ to: tasks(), is: answer(htmlPage(503)) }],
    lasts: 2,
    ends: both([30, 60]),
    log: [waits('ECS DescribeTasks did not answer')],
    todo: WAIT,
  }),
  ofEcs({
    what: 'never answers',
    happens: [{ to: tasks(), is: { kind: 'hang', carriedOut: false } }],
    lasts: 1,
    seconds: 30,
    ends: both([30]),
    log: [waits('ECS DescribeTasks')],
    todo: 'wait; if it lasts, look at the network of the function: its VPC endpoint for ECS',
  }),
];

const ofSsm = of('Systems Manager');
const parameter = (more: Match = {}): Match => ({ service: 'SSM', operation: 'GetParameter', ...more });
const TOKEN_COMMAND = 'put the token there (output `token_command`)';
const refusedParameter = (what: string, is: Answer, says: string, todo = TOKEN_COMMAND): Fault =>
  ofSsm({
    what,
    happens: [{ to: parameter(), is: answer(is) }],
    lasts: 1,
    ends: both([1800]),
    log: [waits(says)],
    todo,
  });

const FAULTS_OF_SSM: readonly Fault[] = [
  refusedParameter(
    'has no such parameter',
    awsAnswer(400, 'ParameterNotFound'),
    'Put the Kosli API token there',
  ),
  refusedParameter(
    'refuses the parameter (AccessDenied)',
    DENIED,
    "let the function's role read and decrypt it",
    "let the function's role read and decrypt it (`kms_key_arns`)",
  ),
  refusedParameter(
    'has an empty parameter',
    awsJson({ Parameter: { Name: TOKEN_PARAMETER, Value: ' ' } }),
    `SSM parameter "${TOKEN_PARAMETER}" is empty`,
  ),
  refusedParameter(
    'has JSON in the parameter, over several lines',
    awsJson({ Parameter: { Name: TOKEN_PARAMETER, Value: '{\n"token": "secret"\n}' } }),
    'expected the bare token, not JSON',
  ),
  ofSsm({
    what: 'throttles once',
    happens: [{ to: parameter({ times: 1 }), is: answer(THROTTLED) }],
    ends: { waits: [] },
  }),
  ofSsm({
    what: 'throttles',
    happens: [{ to: parameter(), is: answer(THROTTLED) }],
    lasts: 2,
    ends: both([30, 60]),
    log: [waits(`SSM GetParameter "${TOKEN_PARAMETER}" did not answer: ThrottlingException`)],
    todo: WAIT,
  }),
  ofSsm({
    what: 'never answers',
    happens: [{ to: parameter(), is: { kind: 'hang', carriedOut: false } }],
    lasts: 1,
    ends: both([30]),
    log: [waits(`SSM GetParameter "${TOKEN_PARAMETER}" did not answer`)],
    todo: 'wait; if it lasts, look at the network of the function: its VPC endpoint for Systems Manager',
  }),
];

const ofSqs = of('SQS');
const hidden = (more: Match = {}): Match => ({
  service: 'SQS',
  operation: 'ChangeMessageVisibility',
  ...more,
});
const KOSLI_DOWN = { to: { service: 'Kosli' }, is: answer(kosliAnswer(503)) };
const NOT_DELAYED: LogLine = {
  level: 'WARN',
  message: 'could not be delayed',
  says: 'comes back after the queue',
};
const unhidden = (what: string, is: LateMishap): Fault =>
  ofSqs({
    what: `${what} when the function hands messages back, while Kosli is down`,
    happens: [KOSLI_DOWN, { to: hidden(), is }],
    lasts: 1,
    ends: { waits: [null], bob: 'the same' },
    log: [waits('Kosli answered 503'), NOT_DELAYED],
    todo: "nothing, the messages come back by themselves; if it lasts, check the role's `sqs:ChangeMessageVisibility`",
  });

const FAULTS_OF_SQS: readonly Fault[] = [
  unhidden('refuses (AccessDenied)', answer(awsAnswer(400, 'AccessDeniedException'))),
  unhidden('throttles', answer(awsAnswer(400, 'RequestThrottled'))),
  unhidden('never answers', { kind: 'hang', carriedOut: false }),
  ofSqs({
    what: 'refuses the dead-letter queue to a message that is not JSON',
    message: 'this is not JSON',
    happens: [{ to: { service: 'SQS', operation: 'SendMessage' }, is: answer(DENIED) }],
    lasts: 1,
    ends: { waits: [], message: [30], deadLetters: ['the body is not JSON'] },
    log: [
      waits('could not be moved to the dead-letter queue'),
      { level: 'ERROR', message: 'Message moved to the dead-letter queue', says: 'the body is not JSON' },
    ],
    todo: "let the function's role send to the dead-letter queue; read the `reason` there",
  }),
  ofSqs({
    what: 'has held the messages for 13 days, since Kosli refuses them',
    happens: [{ to: { service: 'Kosli' }, is: answer(kosliAnswer(400)) }],
    daysInQueue: 13.02,
    ends: {
      waits: [],
      deadLetters: ['not reported in 13 days; last error: Kosli answered 400', 'not reported in 13 days'],
      unreported: true,
    },
    log: [
      { level: 'ERROR', message: 'Message moved to the dead-letter queue', says: `not reported in 13 days` },
    ],
    todo: 'mend the cause, then redrive (output `redrive_command`)',
  }),
];

export const FAULTS_OF_SERVICES: readonly Fault[] = [...FAULTS_OF_ECS, ...FAULTS_OF_SSM, ...FAULTS_OF_SQS];
