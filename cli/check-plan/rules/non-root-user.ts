import { containerBlock, judgeContainers } from '../containers';
import { at } from '../place';
import type { Rule } from '../rule';

export const nonRootUser: Rule = {
  id: 'non-root-user',
  control: '11',
  title: 'Containers run as a user other than root',
  reason: 'What breaks out of a container that runs as root is root.',
  level: 'should',
  remediation: (resource) => containerBlock(resource, ['user = "1000:1000"']),
  judge: (plan) =>
    judgeContainers(plan, ({ name, definition }) => {
      const { value } = at(definition, 'user');
      if (value === null || value === '')
        return { undecided: [`${name} has no user, so its image decides, which a plan does not show`] };
      return /^(?:root|0+)(?::|$)/.test(String(value)) ? { violations: [`${name} runs as root`] } : {};
    }),
};
