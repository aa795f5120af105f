import { gunzipSync, gzipSync } from 'node:zlib';
import { htmlPage, s3Answer } from './answers';
import {
  ALARM,
  alter,
  answer,
  both,
  CONFIRMED,
  fault as faultOf,
  LEFT_OUT,
  logFileOf,
  PAST_DEADLINE,
  PAST_GRACE,
  rewrite,
  unattributed,
} from './bucket';
import { type Fault, type LogLine, waits } from './fault';

const fault = faultOf('Log files of the CloudTrail trail');

const NOT_YET: LogLine = { level: 'INFO', message: 'Session not visible yet', says: 'could not be read' };
const WAIT = 'wait';
const FIND_OUT = 'find out who wrote it: CloudTrail data events of the bucket, or its access log';

/** Of Alice's, until somebody acts; and where nobody does before the deadline. */
const odd = (what: string, code: string, count: string, status: number, todo: string): readonly Fault[] => [
  fault({
    what,
    happens: [{ to: logFileOf.alice, is: answer(s3Answer(status, code)) }],
    lasts: 1,
    ends: { waits: [60], ...CONFIRMED },
    log: [LEFT_OUT(code), NOT_YET],
    todo,
  }),
  fault({
    what: `${what}, until the deadline`,
    ...PAST_DEADLINE,
    happens: [{ to: logFileOf.alice, is: answer(s3Answer(status, code)) }],
    ends: unattributed(new RegExp(`1 of \\d log files could not be read \\(1 ${count}\\)`)),
    log: [LEFT_OUT(code)],
    todo: ALARM,
  }),
];

/** Alice's log file is something else. */
const written = (
  what: string,
  change: (bytes: Buffer) => Buffer,
  count = /\(1 broken\)/,
  more: Partial<Fault> = {},
): Fault =>
  fault({
    what,
    ...PAST_DEADLINE,
    arrange: ({ stage }) => rewrite(stage, change),
    withoutNetwork: true,
    ends: unattributed(count),
    log: [LEFT_OUT('is broken')],
    todo: FIND_OUT,
    ...more,
  });

export const FAULTS_OF_LOG_FILES: readonly Fault[] = [
  ...odd('one is refused (AccessDenied)', 'AccessDenied', 'refused', 403, "let the function's role read it"),
  ...odd(
    'one is gone (NoSuchKey) though it was listed: a lifecycle rule',
    'NoSuchKey',
    'gone',
    404,
    'let the rule keep log files for as long as sessions may need them: two days',
  ),
  ...odd(
    'one is archived (InvalidObjectState)',
    'InvalidObjectState',
    'archived',
    403,
    'restore it; let the rule archive log files later',
  ),
  fault({
    what: 'all are refused (AccessDenied)',
    happens: [{ to: logFileOf.both, is: answer(s3Answer(403, 'AccessDenied')) }],
    lasts: 1,
    ends: { ...both([1800]), ...CONFIRMED },
    log: [LEFT_OUT('AccessDenied'), waits('S3 refused every one of 2 log files')],
    todo: "let the function's role read them: bucket policy, `kms:Decrypt`",
  }),
  fault({
    what: 'all are refused (AccessDenied) until a day after the deadline',
    ...PAST_GRACE,
    happens: [{ to: logFileOf.both, is: answer(s3Answer(403, 'AccessDenied')) }],
    ends: { ...unattributed(/S3 refused every one of 2 log files/), ofBoth: true },
    log: [LEFT_OUT('AccessDenied')],
    todo: ALARM,
  }),
  fault({
    what: 'S3 is busy once (SlowDown)',
    happens: [{ to: { ...logFileOf.alice, times: 1 }, is: answer(s3Answer(503, 'SlowDown')) }],
    ends: { waits: [], ...CONFIRMED },
  }),
  fault({
    what: 'S3 is busy (SlowDown)',
    happens: [{ to: logFileOf.alice, is: answer(s3Answer(503, 'SlowDown')) }],
    lasts: 2,
    ends: { waits: [30, 60], ...CONFIRMED },
    log: [waits('did not answer: SlowDown')],
    todo: WAIT,
  }),
  fault({
    what: 'S3 resets the connection once',
    happens: [{ to: { ...logFileOf.alice, times: 1 }, is: { kind: 'reset-unanswered', carriedOut: false } }],
    ends: { waits: [], ...CONFIRMED },
  }),
  fault({
    what: 'S3 breaks one off half-way',
    happens: [{ to: logFileOf.alice, is: { kind: 'cut' } }],
    lasts: 1,
    ends: { waits: [30], ...CONFIRMED },
    log: [waits('S3 stopped sending in the middle of')],
    todo: WAIT,
  }),
  fault({
    what: 'S3 stops sending one half-way',
    happens: [{ to: logFileOf.alice, is: { kind: 'hang-half-way' } }],
    lasts: 1,
    seconds: 50,
    ends: { waits: [30], ...CONFIRMED },
    log: [waits('the time for the search ran out')],
    todo: WAIT,
  }),
  fault({
    what: 'S3 stops sending one half-way, past the deadline',
    ...PAST_DEADLINE,
    happens: [{ to: logFileOf.alice, is: { kind: 'hang-half-way' } }],
    seconds: 50,
    ends: unattributed(/was not read to its end .*the time for the search ran out/),
    todo: ALARM,
  }),
  fault({
    what: 'S3 answers 503 with 10 MB of HTML',
    happens: [{ to: logFileOf.alice, is: answer(htmlPage(503)) }],
    lasts: 2,
    ends: { waits: [30, 60], ...CONFIRMED },
    log: [waits('S3 GetObject')],
    todo: WAIT,
  }),
  fault({
    what: 'S3 answers 200 with 10 MB of HTML',
    ...PAST_DEADLINE,
    happens: [{ to: logFileOf.alice, is: answer(htmlPage(200)) }],
    ends: unattributed(/\(1 broken\)/),
    log: [LEFT_OUT('it is not a JSON object')],
    todo: 'look at the proxy or the endpoint between',
  }),
  written('one is cut off half-way', (bytes) => bytes.subarray(0, bytes.length / 2)),
  written('one is not gzip, and not JSON either', () => Buffer.from('not a log file')),
  written('one is JSON of something else', () => gzipSync('[1, 2, 3]')),
  written('one is JSON without records', () => gzipSync('{"Records": 7}'), /showed no ExecuteCommand call/, {
    log: [],
  }),
  fault({
    what: 'one has a record of the call that names nobody',
    ...PAST_DEADLINE,
    arrange: ({ stage }) => alter(stage, (content) => content.replace('"userIdentity"', '"noUserIdentity"')),
    withoutNetwork: true,
    ends: {
      waits: [],
      trail: 'unknown',
      attestations: {
        'user-identity': {
          is_compliant: false,
          user_data: { principal_id: null, reason: /without an identifier for its caller/ },
        },
      },
      how: 'on `unknown`, `user-identity` not compliant with the reason',
    },
    todo: FIND_OUT,
  }),
  fault({
    what: 'one is JSON that was not gzipped',
    arrange: ({ stage }) => rewrite(stage, gunzipSync),
    withoutNetwork: true,
    ends: { waits: [], ...CONFIRMED },
  }),
];
