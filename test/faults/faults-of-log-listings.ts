import { CLOUDTRAIL } from '../end-to-end/log-files';
import { htmlPage, s3Answer } from './answers';
import {
  ALARM,
  answer,
  both,
  CONFIRMED,
  fault as faultOf,
  listing,
  PAST_DEADLINE,
  PAST_GRACE,
  unattributed,
} from './bucket';
import { type Fault, waits } from './fault';
import { emptyList, endlessPages, sameTokenAgain } from './list-pages';

const fault = faultOf('Bucket of the CloudTrail trail');

const ENDLESS = endlessPages(CLOUDTRAIL.bucketName);
const SAME_TOKEN = sameTokenAgain(CLOUDTRAIL.bucketName);

export const FAULTS_OF_LOG_LISTINGS: readonly Fault[] = [
  fault({
    what: 'refuses to be listed (AccessDenied)',
    happens: [{ to: listing(), is: answer(s3Answer(403, 'AccessDenied')) }],
    lasts: 1,
    ends: { ...both([1800]), ...CONFIRMED },
    log: [waits('the function and the bucket policy allow s3:ListBucket on it')],
    todo: "let the function's role list the bucket: its policies, and the bucket's policy",
  }),
  fault({
    what: 'refuses to be listed (AccessDenied) until a day after the deadline',
    ...PAST_GRACE,
    happens: [{ to: listing(), is: answer(s3Answer(403, 'AccessDenied')) }],
    ends: { ...unattributed(/was not read to its end .*AccessDenied/), bob: 'the same', ofBoth: true },
    todo: ALARM,
  }),
  fault({
    what: 'does not exist (NoSuchBucket)',
    happens: [{ to: listing(), is: answer(s3Answer(404, 'NoSuchBucket')) }],
    lasts: 1,
    ends: { ...both([1800]), ...CONFIRMED },
    log: [waits('Check that the configured CloudTrail bucket exists')],
    todo: 'correct `cloudtrail_bucket_name`',
  }),
  fault({
    what: 'is busy once (SlowDown)',
    happens: [{ to: listing({ times: 1 }), is: answer(s3Answer(503, 'SlowDown')) }],
    ends: { waits: [], ...CONFIRMED },
  }),
  fault({
    what: 'is busy (SlowDown)',
    happens: [{ to: listing(), is: answer(s3Answer(503, 'SlowDown')) }],
    lasts: 2,
    ends: { ...both([30, 60]), ...CONFIRMED },
    log: [waits('did not answer: SlowDown')],
    todo: 'wait',
  }),
  fault({
    what: 'has page after page, without end',
    happens: [{ to: listing(), is: ENDLESS }],
    lasts: 1,
    seconds: 40,
    ends: { ...both([30]), ...CONFIRMED },
    log: [waits('the time for the search ran out')],
    todo: 'wait; if it lasts, ask AWS support',
  }),
  fault({
    what: 'has page after page, without end, until a day after the deadline',
    ...PAST_GRACE,
    happens: [{ to: listing(), is: ENDLESS }],
    seconds: 40,
    ends: { ...unattributed(/was not read to its end/), bob: 'the same', ofBoth: true },
    todo: ALARM,
  }),
  fault({
    what: 'gives the same continuation token again',
    happens: [{ to: listing(), is: SAME_TOKEN }],
    lasts: 1,
    ends: { ...both([30]), ...CONFIRMED },
    log: [waits('a page token came twice')],
    todo: 'wait; if it lasts, ask AWS support',
  }),
  fault({
    what: 'lists nothing',
    happens: [
      {
        to: listing(),
        is: emptyList,
      },
    ],
    lasts: 2,
    ends: { ...both([60, 120]), ...CONFIRMED },
    log: [{ level: 'INFO', message: 'Session not visible yet', says: 'in 0 log files' }],
    todo: 'look whether the CloudTrail trail delivers: `doctor`',
  }),
  fault({
    what: 'lists nothing until the deadline',
    ...PAST_DEADLINE,
    happens: [
      {
        to: listing(),
        is: emptyList,
      },
    ],
    ends: {
      ...unattributed(/showed no ExecuteCommand call with this session id in 0 log files/),
      bob: 'the same',
      ofBoth: true,
    },
    todo: ALARM,
  }),
  fault({
    what: 'answers 503 with 10 MB of HTML',
    happens: [{ to: listing(), is: answer(htmlPage(503)) }],
    lasts: 2,
    ends: { ...both([30, 60]), ...CONFIRMED },
    log: [waits('S3 ListObjectsV2')],
    todo: 'wait; if it lasts, look at the proxy or the endpoint between',
  }),
  fault({
    what: 'answers 200 with 10 MB of HTML in place of a list',
    ...PAST_DEADLINE,
    happens: [{ to: listing(), is: answer(htmlPage(200)) }],
    lasts: 2,
    ends: { ...both([30, 60]), ...CONFIRMED },
    log: [waits('S3 ListObjectsV2')],
    todo: 'wait; if it lasts, look at the proxy or the endpoint between',
  }),
  fault({
    what: 'never answers',
    happens: [{ to: listing(), is: { kind: 'hang', carriedOut: false } }],
    lasts: 1,
    seconds: 60,
    ends: { ...both([30]), ...CONFIRMED },
    log: [waits('the time for the search ran out')],
    todo: 'wait; if it lasts, look at the network of the function: its VPC endpoint for S3',
  }),
];
