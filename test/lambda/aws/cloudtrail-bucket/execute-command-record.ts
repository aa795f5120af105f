import { parseSessionId, type SessionId } from '../../../../lambda/session/session-id';
import { ACCOUNT_ID } from '../../../../stand-ins/account';
import {
  logFileOf,
  executeCommandRecord as recordOf,
} from '../../../../stand-ins/recorded-session/execute-command-record';

export const sessionId = (text: string): SessionId => {
  const id = parseSessionId(`ecs-execute-command-${text}`);
  if (id === null) throw new Error(`"${text}" does not make a session id`);
  return id;
};

/** A CloudTrail record of the `ExecuteCommand` call that opened this session. */
export const executeCommandRecord = (id: string, principalId = 'AROAEXAMPLE:anna@example.com') =>
  recordOf({
    sessionId: id,
    eventId: `event-of-${id}`,
    userIdentity: { type: 'AssumedRole', principalId, accountId: ACCOUNT_ID },
  });

/** A record that names a session without having opened it. */
export const commandThatMentions = (id: string) => ({
  ...executeCommandRecord('ecs-execute-command-0000somebody0else'),
  requestParameters: { command: `grep ${id} /var/log/ecs/exec.log`, interactive: false, task: 'abc' },
});

export { logFileOf };
