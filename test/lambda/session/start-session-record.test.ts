import { parseStartSession } from '../../../lambda/session/start-session-record';
import { person } from '../../../stand-ins/recorded-session/callers';
import {
  SESSION_TARGET,
  STREAM_URL,
  TASK_ID,
  TOKEN_VALUE,
} from '../../../stand-ins/recorded-session/session';
import { ECS_ITSELF, startSessionRecord } from '../../../stand-ins/recorded-session/start-session-record';

const parse = (record: unknown) => parseStartSession(record, { source: 'eventbridge' });

describe('a StartSession call on a task', () => {
  it('bypasses ECS Exec, and says who opened what', () => {
    const record = startSessionRecord({ documentName: 'AWS-StartPortForwardingSession' });
    expect(parse(record)).toMatchObject({
      kind: 'bypass',
      call: {
        eventId: '8086b250-d29c-4659-9aec-86c8446a3895',
        target: SESSION_TARGET,
        documentName: 'AWS-StartPortForwardingSession',
        ssmSessionId: 'alice@example.com-wzleysigzmbd6fmkefjqvt5w4u',
        principal: { principalId: 'AROAEXAMPLEROLEID1234:alice@example.com' },
        task: {
          taskArn: `arn:aws:ecs:eu-central-1:111122223333:task/production/${TASK_ID}`,
          cluster: 'arn:aws:ecs:eu-central-1:111122223333:cluster/production',
        },
      },
    });
  });

  it('never hands on the stream URL or its token', () => {
    const known = JSON.stringify(parse(startSessionRecord()));
    expect(known).toContain('StartSession');
    expect(known).not.toContain(STREAM_URL);
    expect(known).not.toContain(TOKEN_VALUE);
  });

  it('is a bypass whatever the target looks like, so long as it is one of ECS', () => {
    expect(parse(startSessionRecord({ target: 'ecs:odd' }))).toMatchObject({
      kind: 'bypass',
      call: { target: 'ecs:odd', task: null },
    });
  });

  it.each([
    ['by the role that nobody else can assume', ECS_ITSELF],
    ['by the role alone', { ...ECS_ITSELF, invokedBy: undefined }],
    ['as a service', { type: 'AWSService', invokedBy: 'ecs.amazonaws.com' }],
  ])('is no bypass when ECS itself made it, %s', (_, userIdentity) => {
    expect(
      parse(startSessionRecord({ userIdentity, sessionId: 'ecs-execute-command-abcdefghijklmnop' })).kind,
    ).toBe('other');
  });

  it('is a bypass though the caller is named as ECS names its sessions', () => {
    const userIdentity = person('ecs-execute-command');
    const record = startSessionRecord({ userIdentity, sessionId: 'ecs-execute-command-abcdefghijklmnop' });
    expect(parse(record).kind).toBe('bypass');
  });
});

it.each([
  ['another target', startSessionRecord({ target: 'i-0123456789abcdef0' })],
  ['a refused call', startSessionRecord({}, { errorCode: 'AccessDenied', responseElements: null })],
  [
    'a call of which only the refusal is known',
    startSessionRecord({}, { errorCode: 'AccessDenied', requestParameters: null }),
  ],
  ['another event', startSessionRecord({}, { eventName: 'TerminateSession' })],
  ['null', null],
  ['a list', []],
])('%s is no bypass, and says why', (_, record) => {
  expect(parse(record)).toEqual({ kind: 'other', reason: expect.any(String) });
});

it.each([
  ['time', { eventTime: undefined }],
  ['id', { eventID: 42 }],
])('a record without %s of a call for a task may be a bypass, and cannot be read', (_, changes) => {
  expect(parse(startSessionRecord({}, changes))).toMatchObject({ kind: 'unreadable' });
});
