import type { Answer, LateMishap, Match } from '../../stand-ins/network/mishaps';
import { awsAnswer, awsJson, htmlPage } from './answers';
import { ENDLESS, SAME_TOKEN } from './event-pages';
import { type Ending, type Fault, type LogLine, NOTHING_TO_DO, waits } from './fault';

const to = (more: Match = {}): Match => ({ service: 'CloudTrail', operation: 'LookupEvents', ...more });
const NOT_YET: LogLine = {
  level: 'INFO',
  message: 'Session not visible yet',
  says: 'showed no ExecuteCommand call',
};

const fault = (part: Omit<Fault, 'where' | 'log' | 'todo'> & Partial<Fault>): Fault => ({
  where: 'CloudTrail',
  log: [],
  todo: NOTHING_TO_DO,
  ...part,
});
const answer = (is: Answer): LateMishap => ({ kind: 'answer', answer: is });
const both = (waits: readonly number[]): Ending => ({ waits, bob: 'the same' });

const PAST_DEADLINE_MINUTES = 61;
const PAST_GRACE_MINUTES = 26 * 60;

const unattributed = (reason: RegExp): Ending => ({
  ...both([]),
  ofBoth: true,
  trail: 'unattributed-{session}',
  attestations: {
    'user-identity': { is_compliant: false, user_data: { principal_id: null, reason } },
    'service-identity': { is_compliant: false },
    'command-logs': {},
  },
  how: 'on `unattributed-<session id>`, `user-identity` not compliant with the reason',
});
const ALARM = 'runbook: [sessions-unattributed](runbook.md#sessions-unattributed)';

const THROTTLED = awsAnswer(400, 'ThrottlingException', 'Rate exceeded');
const DENIED = awsAnswer(400, 'AccessDeniedException');

export const FAULTS_OF_CLOUDTRAIL: readonly Fault[] = [
  fault({
    what: 'throttles once',
    happens: [{ to: to({ times: 1 }), is: answer(THROTTLED) }],
    ends: { waits: [] },
  }),
  fault({
    what: 'throttles',
    happens: [{ to: to(), is: answer(THROTTLED) }],
    lasts: 2,
    ends: both([30, 60]),
    log: [waits('CloudTrail')],
    todo: 'wait; if it lasts, find out who else calls LookupEvents (two a second for the whole account and region)',
  }),
  fault({
    what: 'refuses (AccessDenied)',
    happens: [{ to: to(), is: answer(DENIED) }],
    lasts: 1,
    ends: both([1800]),
    log: [waits("The function's role needs cloudtrail:LookupEvents")],
    todo: "let the function's role look up events: its policies, its permissions boundary, the organization's SCPs",
  }),
  fault({
    what: 'refuses (AccessDenied) until a day after the deadline',
    happens: [{ to: to(), is: answer(DENIED) }],
    uploadedMinutesAgo: PAST_GRACE_MINUTES,
    ends: unattributed(/was refused: AccessDenied/),
    todo: ALARM,
  }),
  fault({
    what: 'does not show the calls yet',
    happens: [{ to: to(), is: answer(awsJson({ Events: [] })) }],
    lasts: 3,
    ends: both([60, 120, 240]),
    log: [NOT_YET],
  }),
  fault({
    what: 'does not show the calls before the deadline',
    happens: [{ to: to(), is: answer(awsJson({ Events: [] })) }],
    uploadedMinutesAgo: PAST_DEADLINE_MINUTES,
    ends: unattributed(/showed no ExecuteCommand call with this session id/),
    todo: ALARM,
  }),
  fault({
    what: 'has page after page, without end',
    happens: [{ to: to(), is: ENDLESS }],
    lasts: 2,
    seconds: 60,
    ends: both([30, 60]),
    log: [waits('was not read to its end')],
    todo: 'wait; the account has more calls of ExecuteCommand than can be read: see [limits](limits.md)',
  }),
  fault({
    what: 'has page after page, without end, past the deadline',
    happens: [{ to: to(), is: ENDLESS }],
    uploadedMinutesAgo: PAST_DEADLINE_MINUTES,
    seconds: 60,
    ends: unattributed(/was not read to its end/),
    todo: ALARM,
  }),
  fault({
    what: 'gives the same page token again',
    happens: [{ to: to(), is: SAME_TOKEN }],
    lasts: 2,
    ends: both([30, 60]),
    log: [waits('gave a page token twice')],
    todo: 'wait; if it lasts, ask AWS support',
  }),
  fault({
    what: 'answers what is not JSON',
    happens: [{ to: to(), is: { kind: 'garble', body: '<html>' } }],
    lasts: 2,
    ends: both([30, 60]),
    log: [waits('CloudTrail LookupEvents did not answer')],
    todo: 'wait; if it lasts, look at the proxy or the endpoint between',
  }),
  fault({
    what: 'answers 503 with 10 MB of HTML',
    happens: [{ to: to(), is: answer(htmlPage(503)) }],
    lasts: 2,
    ends: both([30, 60]),
    log: [waits('CloudTrail')],
    todo: 'wait; if it lasts, look at the proxy or the endpoint between',
  }),
  fault({
    what: 'never answers',
    happens: [{ to: to(), is: { kind: 'hang', carriedOut: false } }],
    lasts: 2,
    seconds: 40,
    ends: both([30, 60]),
    log: [waits('(no page was read) in the time available')],
    todo: 'wait; if it lasts, look at the network of the function: its VPC endpoint for CloudTrail',
  }),
  fault({
    what: 'resets the connection once',
    happens: [{ to: to({ times: 1 }), is: { kind: 'reset-unanswered', carriedOut: false } }],
    ends: { waits: [] },
  }),
];
