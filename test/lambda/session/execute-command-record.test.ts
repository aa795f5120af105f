import { parseExecuteCommand } from '../../../lambda/session/execute-command-record';
import { executeCommandRecord, SESSION, sessionOf, TASK_ARN } from '../records';

const parse = (record: unknown) => parseExecuteCommand(record, { source: 'event-history' });

describe('an ExecuteCommand record', () => {
  it('says who opened which session where', () => {
    expect(sessionOf()).toMatchObject({
      id: SESSION,
      eventId: 'b0a1c2d3-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
      principal: { principalId: 'AROAEXAMPLEROLEID1234:alice@example.com' },
      calledAt: new Date('2026-07-31T12:25:25Z'),
      region: 'eu-central-1',
      accountId: '111122223333',
      task: { taskArn: TASK_ARN, cluster: 'arn:aws:ecs:eu-central-1:111122223333:cluster/production' },
      containerName: 'app',
      command: '/bin/bash',
      interactive: true,
    });
  });

  it('never hands on the stream URL or its token', () => {
    const known = JSON.stringify(sessionOf());
    expect(known).not.toContain('wss://');
    expect(known).not.toContain('Value hidden');
  });

  it.each([
    ['another event', { eventName: 'StartSession' }],
    ["another service's event of that name", { eventSource: 'other.amazonaws.com' }],
    ['a dry run', { requestParameters: { task: TASK_ARN, dryrun: true } }],
    ['a dry run as another client may write it', { requestParameters: { task: TASK_ARN, dryrun: 'True' } }],
    ['a record with an error that has no code', { errorMessage: 'User is not authorized' }],
    ['a record without response', { responseElements: null }],
    ['a response of another shape', { responseElements: { session: 'none' } }],
    ['a record without time', { eventTime: undefined }],
    ['a record without event id', { eventID: undefined }],
    [
      'an id that is not of an ECS Exec session',
      { responseElements: { session: { sessionId: 'alice-0123456789abcdef0' } } },
    ],
  ])('opened no session when it is %s', (_, changes) => {
    expect(parse(executeCommandRecord(changes))).toEqual({ kind: 'other', reason: expect.any(String) });
  });

  it.each(['AccessDenied', 'AccessDeniedException'])(
    'tells of a call that was refused with %s',
    (errorCode) => {
      const refused = {
        errorCode,
        errorMessage: 'User is not authorized to perform: ecs:ExecuteCommand',
        requestParameters: null,
        responseElements: null,
      };
      expect(parse(executeCommandRecord(refused))).toMatchObject({
        kind: 'refused',
        call: {
          errorCode,
          errorMessage: 'User is not authorized to perform: ecs:ExecuteCommand',
          principal: { principalId: 'AROAEXAMPLEROLEID1234:alice@example.com' },
          task: null,
          command: null,
        },
      });
    },
  );

  it.each([null, 'text', 42, [], {}])('that is %j opened no session and does not throw', (record) => {
    expect(parse(record).kind).toBe('other');
  });
});

describe('the task of a session', () => {
  const taskOf = (requestParameters: unknown, responseElements: object = {}) =>
    sessionOf({
      requestParameters,
      responseElements: { session: { sessionId: SESSION }, ...responseElements },
    }).task;

  it('lies in the cluster its ARN names when ECS did not answer with one', () => {
    expect(taskOf({}, { taskArn: TASK_ARN })?.cluster).toBe(
      'arn:aws:ecs:eu-central-1:111122223333:cluster/production',
    );
  });

  it('lies in the cluster the caller typed when its ARN is of the old short form', () => {
    const taskArn = 'arn:aws:ecs:eu-central-1:111122223333:task/0b69d5c0-d655-4695-98cd-5d2d526d9d5a';
    expect(taskOf({ cluster: 'old' }, { taskArn })).toEqual({ taskArn, cluster: 'old' });
  });

  it('lies in the default cluster when the caller named none', () => {
    expect(taskOf({ task: '8a58117dac38436ba5547e9da5d3ac3d' })?.cluster).toBe('default');
  });

  it('is not known when nobody named it', () => {
    expect(taskOf(null)).toBeNull();
  });
});
