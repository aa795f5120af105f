import type { Construct } from 'constructs';
import { QueueRule } from './constructs/queue-rule';
import type { RuleSender } from './transcript-source';

// https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-cloudtrail.html
const callsOf = (service: string, eventName: string, detail: object = {}): string =>
  JSON.stringify({
    source: [`aws.${service}`],
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: { eventSource: [`${service}.amazonaws.com`], eventName: [eventName], ...detail },
  });

/**
 * The calls that open sessions, as they are made: `ExecuteCommand`, refused ones included, and `StartSession` of Systems Manager on
 * an ECS task, which opens a shell that ECS Exec does not record.
 */
export const liveSessionRules = (scope: Construct, namePrefix: string): readonly RuleSender[] => [
  {
    sid: 'SendFromExecuteCommand',
    rule: new QueueRule(scope, 'execute_command_rule', {
      logicalId: 'execute_command',
      name: `${namePrefix}-execute-command`,
      description: 'ECS Exec sessions opened, and those refused',
      on: { eventPattern: callsOf('ecs', 'ExecuteCommand') },
      messages: { execute_command_to_queue: null },
    }),
  },
  {
    sid: 'SendFromStartSession',
    rule: new QueueRule(scope, 'start_session_rule', {
      logicalId: 'start_session',
      name: `${namePrefix}-start-session`,
      description: 'Sessions opened in ECS tasks past ECS Exec',
      on: {
        eventPattern: callsOf('ssm', 'StartSession', { requestParameters: { target: [{ prefix: 'ecs:' }] } }),
      },
      messages: { start_session_to_queue: null },
    }),
  },
];
