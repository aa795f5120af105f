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
    ['eu-central-1', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['eu-cn-1', 'aws'],
  ])('names the task by its ARN in %s', (awsRegion, partition) => {
    expect(parse(startSessionRecord({}, { awsRegion }))).toMatchObject({
      call: {
        task: { taskArn: `arn:${partition}:ecs:${awsRegion}:111122223333:task/production/${TASK_ID}` },
      },
    });
  });

  it('names the task as SSM does where the record has no account', () => {
    expect(parse(startSessionRecord({}, { recipientAccountId: undefined }))).toMatchObject({
      call: { accountId: null, task: { taskArn: TASK_ID, cluster: 'production' } },
    });
  });

  it('says that its region is unknown where the record has none', () => {
    expect(parse(startSessionRecord({}, { awsRegion: '' }))).toMatchObject({ call: { region: 'unknown' } });
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
  ['another target', startSessionRecord({ target: 'i-0123456789abcdef0' }), 'not an ECS task'],
  [
    'a refused call',
    startSessionRecord({}, { errorCode: 'AccessDenied', responseElements: null }),
    'failed with AccessDenied',
  ],
  [
    'a refused call without id',
    startSessionRecord({}, { errorCode: 'AccessDenied', eventID: undefined }),
    'no eventID',
  ],
  [
    'a call of which only the refusal is known',
    startSessionRecord({}, { errorCode: 'AccessDenied', requestParameters: null }),
    'not an ECS task',
  ],
  ["ECS's own call", startSessionRecord({ userIdentity: ECS_ITSELF }), 'that ECS makes'],
  [
    'another event',
    startSessionRecord({}, { eventName: 'TerminateSession' }),
    'ssm.amazonaws.com TerminateSession is not a StartSession call',
  ],
  [
    "another service's event of that name",
    startSessionRecord({}, { eventSource: 'other.amazonaws.com' }),
    'other.amazonaws.com StartSession is not a StartSession call',
  ],
  ['null', null, 'is not a StartSession call'],
  ['a list', [], 'is not a StartSession call'],
])('%s is no bypass, and says why', (_, record, reason) => {
  expect(parse(record)).toEqual({ kind: 'other', reason: expect.stringContaining(reason) });
});

it.each([
  ['time', { eventTime: undefined }],
  ['id', { eventID: 42 }],
])('a record without %s of a call for a task may be a bypass, and cannot be read', (_, changes) => {
  expect(parse(startSessionRecord({}, changes))).toMatchObject({ kind: 'unreadable' });
});
