import { person } from '../../stand-ins/recorded-session/callers';
import { executeCommandRecord } from '../../stand-ins/recorded-session/execute-command-record';
import { awsJson } from './answers';
import { inDay } from './days';
import { endlesslyTheSame, SAME_TOKEN } from './event-pages';
import { type Fault, waits } from './fault';
import { allWait, answer, calls, DENIED, HANG, IN_ORDER, NO_TIME_LEFT, of, THROTTLED } from './schedule';
import { EARLIER } from './who';

/** Of the session that is reported already. */
const EARLIER_CALL = executeCommandRecord({
  sessionId: EARLIER,
  userIdentity: person('alice'),
  eventId: `event-of-${EARLIER}`,
  openedAt: inDay('11:00'),
});

const fault = of('Looking for what is missing', 'run');

/** When the run reads what event history shows. */
export const FAULTS_OF_READING_CALLS: readonly Fault[] = [
  fault({
    what: 'CloudTrail throttles once',
    happens: [{ to: calls({ times: 1 }), is: THROTTLED }],
    ends: { waits: [] },
  }),
  fault({
    what: 'CloudTrail throttles',
    happens: [{ to: calls(), is: THROTTLED }],
    lasts: 2,
    ends: { statements: 2, waits: [30, 60], statement: [30, 30, 30] },
    log: [waits('CloudTrail LookupEvents (ExecuteCommand) did not answer: ThrottlingException'), IN_ORDER],
    todo: 'wait; if it lasts, find out who else calls LookupEvents (two a second for the whole account and region)',
  }),
  fault({
    what: 'CloudTrail refuses (AccessDenied)',
    happens: [{ to: calls(), is: DENIED }],
    lasts: 1,
    ends: { statements: 2, waits: [1800] },
    log: [waits("The function's role needs cloudtrail:LookupEvents")],
    todo: "let the function's role look up events: its policies, its permissions boundary, the organization's SCPs",
  }),
  fault({
    what: 'CloudTrail shows nothing, once',
    happens: [{ to: calls({ times: 1 }), is: answer(awsJson({ Events: [] })) }],
    ends: {
      statements: 2,
      waits: [],
      how: 'the transcript that nobody announced at once; the session without one by the next run',
    },
  }),
  fault({
    what: 'CloudTrail has page after page, without end',
    happens: [{ to: calls(), is: endlesslyTheSame(EARLIER_CALL, 4) }],
    lasts: 1,
    seconds: 30,
    ends: { statements: 2, waits: [], how: 'it goes on in messages of its own' },
  }),
  fault({
    what: 'CloudTrail gives the same page token again',
    happens: [{ to: calls(), is: SAME_TOKEN }],
    lasts: 2,
    ends: { statements: 2, waits: [30, 60], statement: [30, 30, 30] },
    log: [waits('a page token came twice'), IN_ORDER],
    todo: 'wait; if it lasts, ask AWS support',
  }),
  fault({
    what: 'CloudTrail answers what is not JSON',
    happens: [{ to: calls(), is: { kind: 'garble', body: '<html>' } }],
    lasts: 1,
    ends: { statements: 2, waits: [30] },
    log: [waits('CloudTrail LookupEvents (ExecuteCommand) did not answer')],
    todo: 'wait; if it lasts, look at the proxy or the endpoint between',
  }),
  fault({
    what: 'CloudTrail answers without a list of events',
    happens: [{ to: calls(), is: { kind: 'garble', body: '{}' } }],
    lasts: 1,
    ends: { statements: 2, waits: [30] },
    log: [waits('answered without a list of events')],
    todo: 'wait; if it lasts, look at the proxy or the endpoint between',
  }),
  fault({
    what: 'CloudTrail never answers',
    happens: [{ to: calls(), is: HANG }],
    lasts: 1,
    seconds: 30,
    ends: allWait([30]),
    log: [waits('CloudTrail LookupEvents (ExecuteCommand)'), NO_TIME_LEFT],
    todo: 'wait; if it lasts, look at the network of the function: its VPC endpoint for CloudTrail',
  }),
];
