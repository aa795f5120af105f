import { awsJson, s3Answer } from './answers';
import { SAME_TOKEN } from './event-pages';
import { type Fault, waits } from './fault';
import { answered, WAIT } from './kosli';
import { answer, CALLS_OF_DAY, calls, DENIED, HEAD, IN_ORDER, lists, of, THROTTLED } from './schedule';

const fault = of('Stating a day', 'statement');

const ATTEST = { service: 'Kosli', operation: 'attest completeness' };

export const FAULTS_OF_STATEMENTS: readonly Fault[] = [
  ...[503, 502].map((status) =>
    fault({
      what: `Kosli answers ${status} to a statement, once`,
      happens: [{ to: { ...ATTEST, times: 1 }, is: answered(status) }],
      ends: { waits: [120, 30, 30] },
      log: [waits(`Kosli answered ${status} when asked to attest completeness`), IN_ORDER],
      todo: WAIT,
    }),
  ),
  fault({
    what: 'Kosli breaks the connection of a statement, which it did not store',
    happens: [{ to: { ...ATTEST, times: 1 }, is: { kind: 'reset-unanswered', carriedOut: false } }],
    ends: { waits: [120, 30, 30] },
    log: [waits('could not be reached to attest completeness'), IN_ORDER],
    todo: WAIT,
  }),
  fault({
    what: 'Kosli breaks the connection of a statement, which it stored',
    happens: [{ to: { ...ATTEST, times: 1 }, is: { kind: 'reset-unanswered', carriedOut: true } }],
    ends: { waits: [120] },
    log: [waits('could not be reached to attest completeness')],
    todo: WAIT,
  }),
  fault({
    what: 'Kosli answers 500 to statements',
    happens: [{ to: ATTEST, is: answered(500) }],
    lasts: 3,
    ends: { waits: [30, 30, 30, 60, 60, 60] },
    log: [waits('Kosli answered 500 when asked to attest completeness'), IN_ORDER],
    todo: WAIT,
  }),
  fault({
    what: 'Kosli answers 500 in place of the statements of a day',
    happens: [{ to: lists('completeness'), is: answered(500) }],
    lasts: 2,
    ends: { waits: [30, 60] },
    log: [waits('Kosli answered 500 when asked to list the completeness attestations')],
    todo: WAIT,
  }),
  fault({
    what: 'Kosli answers what is not JSON in place of the statements of a day',
    happens: [{ to: lists('completeness'), is: answer({ status: 200, body: '<html>' }) }],
    lasts: 1,
    ends: { waits: [30] },
    log: [waits("Kosli's answer could not be read when asked to list")],
    todo: WAIT,
  }),
  fault({
    what: 'CloudTrail throttles',
    happens: [{ to: CALLS_OF_DAY, is: THROTTLED }],
    lasts: 3,
    ends: { waits: [30, 60] },
    log: [waits('CloudTrail LookupEvents (ExecuteCommand) did not answer: ThrottlingException')],
    todo: 'wait; if it lasts, find out who else calls LookupEvents',
  }),
  fault({
    what: 'CloudTrail refuses (AccessDenied)',
    happens: [{ to: CALLS_OF_DAY, is: DENIED }],
    lasts: 2,
    ends: { waits: [1800] },
    log: [waits("The function's role needs cloudtrail:LookupEvents")],
    todo: "let the function's role look up events",
  }),
  fault({
    what: 'CloudTrail gives the same page token again',
    happens: [{ to: CALLS_OF_DAY, is: SAME_TOKEN }],
    lasts: 3,
    ends: { waits: [30, 60] },
    log: [waits('a page token came twice')],
    todo: 'wait; if it lasts, ask AWS support',
  }),
  fault({
    what: 'CloudTrail shows nothing of the day',
    happens: [{ to: CALLS_OF_DAY, is: answer(awsJson({ Events: [] })) }],
    lasts: 3,
    ends: {
      waits: [],
      statements: 2,
      statedWrongly: true,
      how: 'stated as a day without sessions; the next run states it again, as revision 2',
    },
    todo: 'read the newest revision of a day only',
  }),
  fault({
    what: 'CloudTrail is refused (AccessDenied) to whoever looks for sessions past ECS Exec',
    happens: [{ to: calls({ about: 'StartSession' }), is: DENIED }],
    lasts: 2,
    ends: { waits: [1800, 30, 30], run: [1800, 1800] },
    log: [waits('CloudTrail LookupEvents (StartSession)'), IN_ORDER],
    todo: "let the function's role look up events",
  }),
  fault({
    what: 'S3 does not say whether a transcript is there (403)',
    happens: [{ to: { ...HEAD, after: 5 }, is: answer({ status: 403, body: '' }) }],
    lasts: 2,
    ends: {
      waits: [],
      statements: 2,
      how: 'stated without the transcripts, and which those are; the next run states it again',
    },
    log: [
      {
        level: 'WARN',
        message: 'could not be looked at; its day is stated without it',
        says: 's3:GetObject',
      },
    ],
    todo: "let the function's role read the buckets",
  }),
  fault({
    what: 'S3 is busy when a transcript is looked for',
    happens: [{ to: { ...HEAD, after: 5 }, is: answer(s3Answer(503, 'SlowDown')) }],
    lasts: 2,
    ends: { waits: [30] },
    log: [waits('S3 HeadObject')],
    todo: 'wait',
  }),
];
