import { containerBlock, judgeContainers } from '../containers';
import { at } from '../place';
import type { Rule } from '../rule';

/**
 * ECS Exec needs a writable root file system for its agent, so a service cannot have both:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
 */
export const readOnlyRoot: Rule = {
  id: 'read-only-root',
  control: '12',
  title: 'Containers have a read-only root file system',
  reason:
    'What gets into the container cannot put anything into its file system. ECS Exec does not work with it.',
  level: 'should',
  remediation: (resource) => containerBlock(resource, ['readonlyRootFilesystem = true']),
  judge: (plan) =>
    judgeContainers(plan, ({ name, definition }) =>
      at(definition, 'readonlyRootFilesystem').value === true
        ? {}
        : { violations: [`the root file system of ${name} is writable`] },
    ),
};
