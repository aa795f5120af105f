import { parseSessionId, type SessionId } from '../../../../lambda/session/session-id';

export const sessionId = (text: string): SessionId => {
  const id = parseSessionId(`ecs-execute-command-${text}`);
  if (id === null) throw new Error(`"${text}" makes no session id`);
  return id;
};

/** A CloudTrail record of the `ExecuteCommand` call that opened this session. */
export const executeCommandRecord = (id: string, principalId = 'AROAEXAMPLE:anna@example.com') => ({
  eventVersion: '1.11',
  userIdentity: { type: 'AssumedRole', principalId, accountId: '111122223333' },
  eventTime: '2026-07-31T12:25:25Z',
  eventSource: 'ecs.amazonaws.com',
  eventName: 'ExecuteCommand',
  awsRegion: 'eu-central-1',
  requestParameters: {
    cluster: 'infra',
    container: 'app',
    command: '/bin/bash',
    interactive: true,
    task: 'abc',
  },
  responseElements: {
    session: { sessionId: id, streamUrl: `wss://example/${id}?role=publish_subscribe`, tokenValue: 'hidden' },
  },
  eventID: `event-of-${id}`,
  recipientAccountId: '111122223333',
});

/** A record that names a session without having opened it. */
export const commandThatMentions = (id: string) => ({
  ...executeCommandRecord('ecs-execute-command-0000somebody0else'),
  requestParameters: { command: `grep ${id} /var/log/ecs/exec.log`, interactive: false, task: 'abc' },
});

export const logFileOf = (...records: object[]): Buffer => Buffer.from(JSON.stringify({ Records: records }));
