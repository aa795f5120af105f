import { at, isUnknown, textOf } from '../place';
import { ofType } from '../plan';
import { judgeEach, type Rule } from '../rule';

export const ecsEvents: Rule = {
  id: 'ecs-events',
  control: 'O2',
  title: 'A plan with clusters has an EventBridge rule for events of ECS',
  reason: 'ECS tells of stopped tasks and failed deployments in events only.',
  level: 'should',
  remediation: () =>
    [
      'resource "aws_cloudwatch_event_rule" "ecs" {',
      '  event_pattern = jsonencode({ source = ["aws.ecs"] })',
      '}',
    ].join('\n'),
  judge: (plan) => {
    const patterns = ofType(plan, 'aws_cloudwatch_event_rule').map(({ planned }) =>
      at(planned, 'event_pattern'),
    );
    const isThere = patterns.some((pattern) => textOf(pattern)?.includes('"aws.ecs"') === true);
    return judgeEach(plan, ['aws_ecs_cluster'], () => {
      if (isThere) return {};
      return patterns.some(isUnknown)
        ? { undecided: ['an event_pattern is known only after apply'] }
        : { violations: ['no aws_cloudwatch_event_rule in this plan has "aws.ecs" as source'] };
    });
  },
};
