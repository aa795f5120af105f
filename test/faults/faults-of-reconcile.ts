import { BUCKET } from '../../stand-ins/stage';
import { awsJson, htmlPage, s3Answer } from './answers';
import { inDay } from './days';
import { type Fault, waits } from './fault';
import { FAULTS_OF_READING_CALLS } from './faults-of-reading-calls';
import { answered, WAIT } from './kosli';
import { endlessPages, listedObject, sameTokenAgain } from './list-pages';
import {
  allWait,
  answer,
  DENIED,
  HANG,
  HEAD,
  LIST,
  lists,
  NO_TIME_LEFT,
  of,
  SEND,
  THROTTLED,
} from './schedule';
import { BOB } from './who';

const fault = of('Looking for what is missing', 'run');

const OF_KOSLI: readonly Fault[] = [
  fault({
    what: 'Kosli answers 500 in place of a list, once',
    happens: [{ to: { ...lists(), times: 1 }, is: answered(500) }],
    ends: { waits: [] },
  }),
  fault({
    what: 'Kosli answers 500 in place of a list',
    happens: [{ to: lists(), is: answered(500) }],
    lasts: 2,
    ends: allWait([30, 60]),
    log: [waits('Kosli answered 500 when asked to list')],
    todo: WAIT,
  }),
  fault({
    what: 'Kosli answers 429 in place of a list',
    happens: [{ to: lists(), is: answered(429) }],
    lasts: 1,
    ends: allWait([30]),
    log: [waits('Kosli answered 429 when asked to list')],
    todo: WAIT,
  }),
  fault({
    what: 'Kosli refuses the token (401)',
    happens: [{ to: lists(), is: answered(401) }],
    lasts: 1,
    ends: allWait([1800]),
    log: [waits('Put a valid API token')],
    todo: 'put a valid token into the parameter (output `token_command`)',
  }),
  ...[
    ['JSON that is cut short', '[{"attestation_name": "com'],
    ['what is not JSON', '<html>Please sign in</html>'],
  ].map(([what = '', body = '']) =>
    fault({
      what: `Kosli answers ${what} in place of a list`,
      happens: [{ to: lists(), is: answer({ status: 200, body }) }],
      lasts: 1,
      ends: allWait([30]),
      log: [waits("Kosli's answer could not be read when asked to list")],
      todo: WAIT,
    }),
  ),
  fault({
    what: 'Kosli never answers a list',
    happens: [{ to: lists(), is: HANG }],
    lasts: 1,
    seconds: 40,
    ends: allWait([30]),
    log: [waits('attestations of trail')],
    todo: WAIT,
  }),
];

const OF_S3: readonly Fault[] = [
  fault({
    what: 'S3 does not say whether a transcript is there (403)',
    happens: [{ to: HEAD, is: answer({ status: 403, body: '' }) }],
    lasts: 1,
    ends: { statements: 2, waits: [1800] },
    log: [waits('s3:ListBucket on the bucket')],
    todo: "let the function's role read and list the bucket",
  }),
  fault({
    what: 'S3 is busy (503) when a transcript is looked for',
    happens: [{ to: HEAD, is: answer({ status: 503, body: '' }) }],
    lasts: 2,
    ends: { statements: 2, waits: [30, 60], statement: [30] },
    log: [waits('S3 HeadObject')],
    todo: 'wait',
  }),
  fault({
    what: 'S3 never answers when a transcript is looked for',
    happens: [{ to: HEAD, is: HANG }],
    lasts: 1,
    seconds: 30,
    ends: allWait([30]),
    log: [waits('S3 HeadObject'), NO_TIME_LEFT],
    todo: 'wait; if it lasts, look at the network of the function: its VPC endpoint for S3',
  }),
  fault({
    what: 'S3 does not list the bucket (AccessDenied)',
    happens: [{ to: LIST, is: answer(s3Answer(403, 'AccessDenied')) }],
    lasts: 1,
    ends: { waits: [1800], how: 'what the calls showed to be missing at once, as in all that follow' },
    log: [waits('needs s3:ListBucket on the transcript bucket')],
    todo: "let the function's role list the bucket",
  }),
  fault({
    what: 'S3 is busy (SlowDown) when the bucket is listed',
    happens: [{ to: LIST, is: answer(s3Answer(503, 'SlowDown')) }],
    lasts: 2,
    ends: { waits: [30, 60] },
    log: [waits('S3 ListObjectsV2')],
    todo: 'wait',
  }),
  fault({
    what: 'S3 lists page after page, without end',
    happens: [{ to: LIST, is: endlessPages(BUCKET, listedObject(`production/${BOB}.log`, inDay('12:15'))) }],
    lasts: 1,
    seconds: 30,
    ends: { waits: [] },
  }),
  fault({
    what: 'S3 gives the same continuation token again',
    happens: [
      { to: LIST, is: sameTokenAgain(BUCKET, listedObject(`production/${BOB}.log`, inDay('12:15'))) },
    ],
    lasts: 2,
    ends: { waits: [30, 60] },
    log: [waits('a page token came twice')],
    todo: 'wait; if it lasts, ask AWS support',
  }),
  fault({
    what: 'S3 answers 200 with 10 MB of HTML in place of a list',
    happens: [{ to: LIST, is: answer(htmlPage(200)) }],
    lasts: 2,
    ends: { waits: [30, 60] },
    log: [waits('answered without a list')],
    todo: 'wait; if it lasts, look at the proxy or the endpoint between',
  }),
];

const clusters = { service: 'ECS', operation: 'DescribeClusters' };
const sessions = { service: 'SSM', operation: 'DescribeSessions' };
const OF_OTHERS: readonly Fault[] = [
  fault({
    what: 'ECS refuses to describe clusters (AccessDenied)',
    happens: [{ to: clusters, is: DENIED }],
    lasts: 2,
    ends: {
      statements: 2,
      waits: [],
      alice: [1800],
      bob: [1800],
      how: 'the sessions without a transcript wait 1800 s',
    },
    log: [waits("The function's role needs ecs:DescribeClusters")],
    todo: "let the function's role describe the clusters",
  }),
  fault({
    what: 'Systems Manager does not say which sessions are open (AccessDenied)',
    happens: [{ to: sessions, is: DENIED }],
    lasts: 1,
    ends: { statements: 2, waits: [1800] },
    log: [waits("The function's role needs ssm:DescribeSessions")],
    todo: "let the function's role describe sessions",
  }),
  fault({
    what: 'Systems Manager throttles',
    happens: [{ to: sessions, is: THROTTLED }],
    lasts: 1,
    ends: { statements: 2, waits: [30] },
    log: [waits('ThrottlingException')],
    todo: 'wait',
  }),
];

const OF_SQS: readonly Fault[] = [
  fault({
    what: 'SQS refuses its messages (AccessDenied)',
    happens: [{ to: SEND, is: DENIED }],
    lasts: 1,
    ends: allWait([1800]),
    log: [waits("The function's role needs sqs:SendMessage on its own queue")],
    todo: "let the function's role send to its queue",
  }),
  fault({
    what: 'SQS throttles',
    happens: [{ to: SEND, is: THROTTLED }],
    lasts: 2,
    ends: allWait([30, 60]),
    log: [waits('SQS SendMessageBatch did not answer: ThrottlingException')],
    todo: 'wait',
  }),
  fault({
    what: 'SQS takes its messages but for one',
    happens: [
      {
        to: { ...SEND, times: 1 },
        is: answer(
          awsJson({
            Successful: [],
            Failed: [{ Id: '0', Code: 'InternalError', SenderFault: false, Message: 'by plan' }],
          }),
        ),
      },
    ],
    ends: { statements: 2, waits: [30] },
    log: [waits('messages were not taken by the queue: InternalError')],
    todo: 'wait',
  }),
  fault({
    what: 'SQS takes its messages and breaks the connection',
    happens: [{ to: { ...SEND, times: 1 }, is: { kind: 'reset-unanswered', carriedOut: true } }],
    ends: { waits: [], how: 'each once, though the messages are in the queue twice' },
  }),
  fault({
    what: 'SQS never answers',
    happens: [{ to: SEND, is: HANG }],
    lasts: 1,
    seconds: 40,
    ends: allWait([30]),
    log: [waits('SQS SendMessageBatch')],
    todo: 'wait; if it lasts, look at the network of the function: its VPC endpoint for SQS',
  }),
];

export const FAULTS_OF_RECONCILE: readonly Fault[] = [
  ...FAULTS_OF_READING_CALLS,
  ...OF_KOSLI,
  ...OF_S3,
  ...OF_OTHERS,
  ...OF_SQS,
];
