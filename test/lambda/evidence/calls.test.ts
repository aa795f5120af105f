import { planBypass, planRefusal } from '../../../lambda/evidence/plan-evidence';
import { parseExecuteCommand } from '../../../lambda/session/execute-command-record';
import { parseStartSession } from '../../../lambda/session/start-session-record';
import { executeCommandRecord } from '../../../stand-ins/recorded-session/execute-command-record';
import { startSessionRecord } from '../../../stand-ins/recorded-session/start-session-record';
import { TASK_ARN } from '../records';
import { RULES } from './planned';

const FOUND_IN = { source: 'eventbridge' } as const;
const REFUSAL = { errorCode: 'AccessDenied', errorMessage: 'User is not authorized' };
const LONG = 'x'.repeat(9_000);
const CUT = `${'x'.repeat(4_000)}… [truncated, 9000 characters in total]`;

const refused = (
  call: Parameters<typeof executeCommandRecord>[0] = {},
  fields: Parameters<typeof executeCommandRecord>[1] = {},
) => {
  const read = parseExecuteCommand(executeCommandRecord({ refusal: REFUSAL, ...call }, fields), FOUND_IN);
  if (read.kind !== 'refused') throw new Error('the record is not of a refusal');
  return planRefusal(read.call, RULES);
};
const bypassed = (
  call: Parameters<typeof startSessionRecord>[0] = {},
  fields: Parameters<typeof startSessionRecord>[1] = {},
) => {
  const read = parseStartSession(startSessionRecord(call, fields), FOUND_IN);
  if (read.kind !== 'bypass') throw new Error('the record is not of a bypass');
  return planBypass(read.call, RULES);
};
const ALICES = {
  type: 'AssumedRole',
  principal_id: 'AROAEXAMPLEROLEID1234:alice@example.com',
  on_behalf_of: '602c699c-e0a1-7077-7186-601dd22c0000',
  event_time: '2026-07-31T12:25:25.000Z',
  region: 'eu-central-1',
  source_ip: '203.0.113.10',
};

describe('access-denied', () => {
  it('says who was refused what, and has the record attached', () => {
    const { trail, subject, attestations } = refused();
    const eventId = 'b0a1c2d3-4e5f-4a6b-8c7d-9e0f1a2b3c4d';
    expect([trail, subject]).toEqual(['AROAEXAMPLEROLEID1234-alice-example.com', eventId]);
    expect(attestations).toMatchObject([
      {
        name: 'access-denied',
        compliant: false,
        sessionId: null,
        description: 'AROAEXAMPLEROLEID1234:alice@example.com was refused a session: AccessDenied.',
        compared: { cloudtrail_event_id: eventId },
        userData: {
          ...ALICES,
          session_id: null,
          cloudtrail_event_id: eventId,
          error_code: 'AccessDenied',
          error_message: 'User is not authorized',
          task_arn: TASK_ARN,
          container_name: 'app',
          command: '/bin/bash',
        },
        attachment: {
          filename: 'execute-command.json',
          text: expect.stringMatching(/^\{\n {2}"eventVersion": "1\.11",[\s\S]*"errorCode": "AccessDenied"/),
        },
      },
    ]);
  });

  it('cuts what has no end, and says null of what CloudTrail does not have', () => {
    const userIdentity = { type: 'AssumedRole', principalId: LONG };
    const [long] = refused({
      userIdentity,
      command: LONG,
      refusal: { errorCode: 'AccessDenied', errorMessage: LONG },
    }).attestations;
    expect(long?.userData).toMatchObject({ command: CUT, error_message: CUT });
    expect(long?.description).toBe(`${CUT} was refused a session: AccessDenied.`);
    const [bare] = refused(
      { userIdentity: { type: 'Unknown' } },
      { requestParameters: null, errorMessage: null },
    ).attestations;
    expect(bare?.userData).toMatchObject({
      error_message: null,
      task_arn: null,
      container_name: null,
      command: null,
    });
    expect(bare?.description).toBe('An unnamed caller was refused a session: AccessDenied.');
  });
});

describe('session-bypass', () => {
  const description =
    'opened a session in a task with ssm:StartSession. It bypasses ECS Exec, whose logging does not record it.';

  it('says who opened which session where, and has the record attached', () => {
    const { trail, attestations } = bypassed({ documentName: 'AWS-StartPortForwardingSession' });
    expect(trail).toBe('AROAEXAMPLEROLEID1234-alice-example.com');
    expect(attestations).toMatchObject([
      {
        name: 'session-bypass',
        compliant: false,
        sessionId: null,
        description: `AROAEXAMPLEROLEID1234:alice@example.com ${description}`,
        userData: {
          ...ALICES,
          session_id: null,
          target: expect.stringMatching(/^ecs:production_8a58117dac38436ba5547e9da5d3ac3d_/),
          document_name: 'AWS-StartPortForwardingSession',
          ssm_session_id: 'alice@example.com-wzleysigzmbd6fmkefjqvt5w4u',
          cluster_arn: 'arn:aws:ecs:eu-central-1:111122223333:cluster/production',
          task_arn: TASK_ARN,
        },
        attachment: {
          filename: 'start-session.json',
          text: expect.stringMatching(/^\{\n {2}"eventVersion"/),
        },
      },
    ]);
  });

  it('has no ARN of a cluster where the account is not known, and no task where the target names none', () => {
    const userIdentity = { type: 'AssumedRole', principalId: 'AROAEXAMPLE:a' };
    const [ofNoAccount] = bypassed({ userIdentity }, { recipientAccountId: null }).attestations;
    expect(ofNoAccount?.userData).toMatchObject({
      cluster_arn: null,
      task_arn: '8a58117dac38436ba5547e9da5d3ac3d',
    });
    const [odd] = bypassed({ target: `ecs:${LONG.slice(4)}` }).attestations;
    expect(odd?.userData).toMatchObject({
      cluster_arn: null,
      task_arn: null,
      target: expect.stringMatching(/^ecs:x{3996}… \[truncated, 9000 characters/),
    });
  });

  it('of an unnamed caller says so', () => {
    const [planned] = bypassed({ userIdentity: { type: 'Unknown' } }).attestations;
    expect(planned?.description).toBe(`An unnamed caller ${description}`);
  });
});
