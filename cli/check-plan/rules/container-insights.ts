import { at, isUnknown, items, textOf } from '../place';
import { judgeEach, type Rule, resourceBlock } from '../rule';

export const containerInsights: Rule = {
  id: 'container-insights',
  control: 'O1',
  title: 'Clusters have Container Insights',
  reason: 'Without it there are no metrics of single tasks.',
  level: 'should',
  remediation: (resource) =>
    resourceBlock(resource, 'setting {', '  name  = "containerInsights"', '  value = "enabled"', '}'),
  judge: (plan) =>
    judgeEach(plan, ['aws_ecs_cluster'], ({ planned }) => {
      const settings = at(planned, 'setting');
      if (isUnknown(settings))
        return { undecided: ['there is no setting block, so the default of the account decides'] };
      const value = items(settings)
        .filter((each) => textOf(at(each, 'name')) === 'containerInsights')
        .map((each) => at(each, 'value'))[0];
      if (value !== undefined && isUnknown(value))
        return { undecided: ['containerInsights is known only after apply'] };
      return value !== undefined && ['enabled', 'enhanced'].includes(textOf(value) ?? '')
        ? {}
        : { violations: ['containerInsights is not enabled'] };
    }),
};
