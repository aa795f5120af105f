import { parseMessage } from '../../lambda/messages/parse-message';
import { DependencyUnavailableError } from '../../lambda/reporter-error';
import { carryOut } from '../../lambda/stories';
import { apiCallEvent } from '../../stand-ins/aws/api-call-event';
import { executeCommandRecord } from '../../stand-ins/recorded-session/execute-command-record';
import { startSessionRecord } from '../../stand-ins/recorded-session/start-session-record';
import { fakePorts } from './fake-ports';
import { LOCATION, RULES, SESSION, sessionOf, TASK_ARN, uploaded } from './records';

const ALICES = 'AROAEXAMPLEROLEID1234-alice-example.com';
const REFUSAL = { errorCode: 'AccessDeniedException', errorMessage: 'User is not authorized' };

const messageOf = (record: object) =>
  parseMessage(JSON.stringify(apiCallEvent(record)), {
    transcriptBucket: 'exec-logs',
    location: LOCATION,
    sentAt: new Date('2026-07-31T12:31:05Z'),
  });
const tell = async (records: readonly object[], ports = fakePorts({})) => {
  const requests = records.flatMap((record) => messageOf(record).requests);
  const outcomes = [...(await carryOut(ports.ports, RULES, requests)).values()];
  return { outcomes, reports: ports.reports };
};
const reported = ({ reports }: Awaited<ReturnType<typeof tell>>) =>
  reports.map(({ trail, attestations }) => [trail, ...attestations.map(({ name }) => name)]);

describe('a session that has just been opened', () => {
  it('has its trail begun, with who and where, before there is a transcript', async () => {
    const told = await tell([executeCommandRecord()]);
    expect(reported(told)).toEqual([[ALICES, 'user-identity', 'service-identity']]);
    expect(told.reports[0]?.attestations[0]?.userData).toMatchObject({
      session_id: SESSION,
      type: 'AssumedRole',
    });
  });

  it('waits while ECS gives no answer', async () => {
    const error = new DependencyUnavailableError('ECS did not answer');
    const ports = fakePorts({}, { describeTasks: async () => new Map([[TASK_ARN, error]]) });
    expect((await tell([executeCommandRecord()], ports)).outcomes).toEqual([{ kind: 'failed', error }]);
  });

  it('is reported before its transcript when both are in one batch, whichever came first', async () => {
    const order: string[] = [];
    const { ports } = fakePorts(
      { eventHistory: [sessionOf()] },
      {
        reportEvidence: async ({ trail, attestations }) => {
          order.push(attestations.map(({ name }) => name).join());
          return { trail, sent: [], held: [] };
        },
      },
    );
    await carryOut(ports, RULES, [uploaded(), ...messageOf(executeCommandRecord()).requests]);
    expect(order).toEqual([
      'user-identity,service-identity',
      'user-identity,service-identity',
      'command-logs',
    ]);
  });
});

describe('a refused call', () => {
  it.each([
    ['with what was asked', {}, '/bin/bash'],
    ['of which CloudTrail keeps nothing but the refusal', { requestParameters: null }, null],
  ])('is evidence that is not compliant, %s', async (_, fields, command) => {
    const told = await tell([executeCommandRecord({ refusal: REFUSAL }, fields)]);
    expect(reported(told)).toEqual([[ALICES, 'access-denied']]);
    expect(told.reports[0]?.attestations[0]).toMatchObject({
      compliant: false,
      sessionId: null,
      userData: {
        session_id: null,
        error_code: 'AccessDeniedException',
        error_message: 'User is not authorized',
        principal_id: 'AROAEXAMPLEROLEID1234:alice@example.com',
        command,
      },
      attachment: { filename: 'execute-command.json' },
    });
  });

  it('is told apart from the next one of the same caller', async () => {
    const refused = (eventId: string) => executeCommandRecord({ refusal: REFUSAL, eventId });
    const told = await tell([refused('e-1'), refused('e-2')]);
    expect(told.reports.map(({ subject }) => subject)).toEqual(['e-1', 'e-2']);
  });

  it('is not made up of a call that ECS could not carry out', () => {
    const errorCode = 'TargetNotConnectedException';
    const message = messageOf(executeCommandRecord({ refusal: { ...REFUSAL, errorCode } }));
    expect(message).toMatchObject({
      requests: [],
      ignored: [expect.stringContaining(errorCode)],
      poison: [],
    });
  });
});

describe('a session opened past ECS Exec', () => {
  it('is evidence that is not compliant, on the trail of its caller', async () => {
    const told = await tell([startSessionRecord()]);
    expect(reported(told)).toEqual([[ALICES, 'session-bypass']]);
    expect(told.reports[0]?.attestations[0]).toMatchObject({
      compliant: false,
      userData: { session_id: null, task_arn: TASK_ARN, document_name: null },
    });
  });
});

it('an API call event without a record is poison', () => {
  const { detail: _, ...event } = apiCallEvent({});
  const message = parseMessage(JSON.stringify(event), {
    transcriptBucket: 'exec-logs',
    location: LOCATION,
    sentAt: new Date('2026-07-31T12:31:05Z'),
  });
  expect(message.poison).toEqual([expect.stringContaining('malformed "AWS API Call via CloudTrail" event')]);
});
