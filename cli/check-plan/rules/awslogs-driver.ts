import { containerBlock, judgeContainers } from '../containers';
import { at, shown, textOf } from '../place';
import type { Rule } from '../rule';

export const awslogsDriver: Rule = {
  id: 'awslogs-driver',
  control: '6',
  title: 'Containers log with the awslogs driver',
  reason:
    'Other drivers do not deliver to CloudWatch Logs, and ECS Exec with DEFAULT logging needs this one.',
  level: 'must',
  remediation: (resource) =>
    containerBlock(resource, [
      'logConfiguration = {',
      '  logDriver = "awslogs"',
      '  options = {',
      '    awslogs-group         = "THE_LOG_GROUP"',
      '    awslogs-region        = "THE_REGION"',
      '    awslogs-stream-prefix = "THE_SERVICE"',
      '  }',
      '}',
    ]),
  judge: (plan) =>
    judgeContainers(plan, ({ name, definition }) => {
      const driver = at(definition, 'logConfiguration', 'logDriver');
      if (textOf(driver) === null) return { violations: [`${name} has no logConfiguration`] };
      if (driver.value !== 'awslogs')
        return { violations: [`${name} has logDriver ${shown(driver)}, expected "awslogs"`] };
      return textOf(at(definition, 'logConfiguration', 'options', 'awslogs-group')) === null
        ? { violations: [`${name} has no option awslogs-group`] }
        : {};
    }),
};
