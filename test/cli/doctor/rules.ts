import { ACCOUNT_ID, REGION } from '../../../stand-ins/account';
import type { DescribedRule } from '../../../stand-ins/aws/event-rules';
import { BUCKET } from './names';

/** As fauxqs has it, whose queues are in this account. */
export const QUEUE_ARN = `arn:aws:sqs:${REGION}:000000000000:transcripts`;

const callsOf = (service: string, eventName: string) =>
  JSON.stringify({
    source: [`aws.${service}`],
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: { eventSource: [`${service}.amazonaws.com`], eventName: [eventName] },
  });

/** What the options liveSessions and reconcile deploy, by the Sid in the policy of the queue. */
export const RULES = {
  SendFromExecuteCommand: {
    Name: 'ecs-exec-evidence-execute-command',
    EventPattern: callsOf('ecs', 'ExecuteCommand'),
    State: 'ENABLED',
  },
  SendFromStartSession: {
    Name: 'ecs-exec-evidence-start-session',
    EventPattern: callsOf('ssm', 'StartSession'),
    State: 'ENABLED',
  },
  SendFromReconcile: {
    Name: 'ecs-exec-evidence-reconcile',
    ScheduleExpression: 'rate(1 hour)',
    State: 'ENABLED',
  },
} as const satisfies Record<string, DescribedRule>;

/** What trigger eventbridge deploys. */
export const TRANSCRIPT_RULE: DescribedRule = {
  Name: 'ecs-exec-evidence-transcripts',
  EventPattern: JSON.stringify({
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    detail: { bucket: { name: [BUCKET] }, object: { key: [{ wildcard: 'production/*.log' }] } },
  }),
  State: 'ENABLED',
};

const statement = (Sid: string, Service: string, sourceArn: string) => ({
  Sid,
  Effect: 'Allow',
  Principal: { Service },
  Action: 'sqs:SendMessage',
  Resource: QUEUE_ARN,
  Condition: {
    ArnEquals: { 'aws:SourceArn': sourceArn },
    StringEquals: { 'aws:SourceAccount': ACCOUNT_ID },
  },
});

/** The policy of the queue of a deployment with these rules; a null rule stands for the bucket. */
export const queuePolicy = (rules: Readonly<Record<string, DescribedRule | null>>): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      ...Object.entries(rules).map(([sid, rule]) =>
        rule === null
          ? statement(sid, 's3.amazonaws.com', `arn:aws:s3:::${BUCKET}`)
          : statement(
              sid,
              'events.amazonaws.com',
              `arn:aws:events:${REGION}:${ACCOUNT_ID}:rule/${rule.Name}`,
            ),
      ),
      {
        Sid: 'DenyWithoutTls',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:*',
        Resource: QUEUE_ARN,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });
