import type { EventRule } from '../aws/eventbridge';
import type { Stack } from './stack';

/**
 * The EventBridge rules of a stack, each with its targets.
 *
 * @param value evaluates an expression
 * @param queueUrlOf the URL of the queue with an ARN
 */
export const eventRulesOf = (
  { resource }: Stack,
  value: (text: string) => string,
  queueUrlOf: (arn: string) => string,
): EventRule[] =>
  Object.entries(resource.aws_cloudwatch_event_rule).map(([id, rule]) => ({
    name: value(rule.name),
    eventPattern: rule.event_pattern === undefined ? null : value(rule.event_pattern),
    scheduleExpression: rule.schedule_expression === undefined ? null : value(rule.schedule_expression),
    targets: Object.values(resource.aws_cloudwatch_event_target)
      .filter((target) => target.rule === `\${aws_cloudwatch_event_rule.${id}.name}`)
      .map(({ arn, input }) => ({
        queueUrl: queueUrlOf(value(arn)),
        input: input === undefined ? null : value(input),
      })),
  }));
