import type { Construct } from 'constructs';
import { QueueRule } from './constructs/queue-rule';
import type { RuleSender } from './transcript-source';

// In UTC. After the hour at which the day before yesterday is due with the default of transcript_grace_minutes.
const EARLY_IN_THE_MORNING = 'cron(20 4 * * ? *)';

/**
 * When what is missing is looked for, and when a day is stated. What the messages mean is decided by the function: see
 * `lambda/messages/own-message.ts`.
 */
export const reconcileRules = (
  scope: Construct,
  namePrefix: string,
  scheduleExpression: string,
): readonly RuleSender[] => [
  {
    sid: 'SendFromReconcile',
    rule: new QueueRule(scope, 'reconcile_rule', {
      logicalId: 'reconcile',
      name: `${namePrefix}-reconcile`,
      description: 'Looks for sessions that are not on Kosli',
      on: { scheduleExpression },
      messages: { reconcile_to_queue: JSON.stringify({ kind: 'reconcile' }) },
    }),
  },
  {
    sid: 'SendFromReconcileDaily',
    rule: new QueueRule(scope, 'reconcile_daily_rule', {
      logicalId: 'reconcile_daily',
      name: `${namePrefix}-reconcile-daily`,
      description: 'Looks for sessions of the last days that are not on Kosli, and states what a day had',
      on: { scheduleExpression: EARLY_IN_THE_MORNING },
      messages: {
        reconcile_daily_to_queue: JSON.stringify({ kind: 'reconcile', daily: true }),
        completeness_to_queue: JSON.stringify({ kind: 'completeness' }),
      },
    }),
  },
];
