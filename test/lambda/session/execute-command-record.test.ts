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
    ['another event', { eventName: 'StartSession' }, 'is not an ExecuteCommand call'],
    ["another service's event of that name", { eventSource: 'other.amazonaws.com' }, 'other.amazonaws.com'],
    ['a dry run', { requestParameters: { task: TASK_ARN, dryrun: true } }, 'a dry run'],
    [
      'a dry run as another client may write it',
      { requestParameters: { task: TASK_ARN, dryrun: 'True' } },
      'a dry run',
    ],
    [
      'a call that ECS could not carry out',
      { errorCode: 'TargetNotConnectedException', eventTime: undefined },
      'failed with TargetNotConnectedException',
    ],
  ])('opened no session when it is %s, and says so', (_, changes, reason) => {
    expect(parse(executeCommandRecord(changes))).toEqual({
      kind: 'other',
      reason: expect.stringContaining(reason),
    });
  });

  it('names the container that ECS chose, else the one that was asked for', () => {
    const { responseElements, requestParameters } = executeCommandRecord();
    const containerOf = (asked: object, answered: object) =>
      sessionOf({
        requestParameters: { ...Object(requestParameters), ...asked },
        responseElements: { ...Object(responseElements), ...answered },
      }).containerName;
    expect(containerOf({ container: 'asked' }, { containerName: 'chosen' })).toBe('chosen');
    expect(containerOf({ container: 'asked' }, { containerName: undefined })).toBe('asked');
    expect(containerOf({ container: undefined }, { containerName: 'chosen' })).toBe('chosen');
  });

  it('quotes no more than the beginning of what it cannot read', () => {
    const eventID = 'e'.repeat(1_000);
    const responseElements = { session: { sessionId: 's'.repeat(1_000) } };
    expect(parse(executeCommandRecord({ eventID, responseElements }))).toMatchObject({
      eventId: 'e'.repeat(100),
      reason: expect.stringContaining(`sessionId is "${'s'.repeat(100)}", expected`),
    });
  });

  it.each<[string, object, string]>([
    ['has an error without a code', { errorMessage: 'User is not authorized' }, 'no errorCode'],
    ['has no response', { responseElements: null }, 'sessionId is missing, expected ecs-execute-command-'],
    ['has a response of another shape', { responseElements: { session: 'none' } }, 'sessionId is missing'],
    ['has no time', { eventTime: undefined }, 'eventTime'],
    ['has no event id', { eventID: undefined }, 'eventID'],
    ['has no event source', { eventSource: null }, 'eventSource'],
    [
      'has another session id',
      { responseElements: { session: { sessionId: 'ecs-execute-command-ab12.cd34' } } },
      'sessionId is "ecs-execute-command-ab12.cd34"',
    ],
    ['is no plain dry run', { requestParameters: { dryrun: {} }, responseElements: null }, 'sessionId'],
  ])('may have opened a session that nobody can tell when it %s', (_, changes, reason) => {
    const read = parse(executeCommandRecord(changes));
    expect(read).toMatchObject({ kind: 'unreadable', reason: expect.stringContaining(reason) });
    expect(JSON.stringify(read)).not.toContain('wss://');
  });

  it.each([0, '0', {}, [true], 'no'])('opened the session it names, whatever dryrun is: %j', (dryrun) => {
    const record = executeCommandRecord({ requestParameters: { task: TASK_ARN, dryrun } });
    expect(parse(record)).toMatchObject({ kind: 'opened', session: { id: SESSION } });
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
