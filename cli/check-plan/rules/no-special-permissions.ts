import { containerBlock, judgeContainers } from '../containers';
import { at, items, textOf } from '../place';
import type { Rule } from '../rule';

export const noSpecialPermissions: Rule = {
  id: 'no-special-permissions',
  control: '10',
  title: 'Containers are neither privileged nor given capabilities',
  reason: 'A privileged container is root on its instance, and with it in every other container there.',
  level: 'should',
  remediation: (resource) =>
    containerBlock(resource, [
      'privileged      = false',
      'linuxParameters = { capabilities = { drop = ["ALL"] } }',
    ]),
  judge: (plan) =>
    judgeContainers(plan, ({ name, definition }) => {
      const added = items(at(definition, 'linuxParameters', 'capabilities', 'add'))
        .map(textOf)
        .filter((capability) => capability !== null);
      return {
        violations: [
          ...(at(definition, 'privileged').value === true ? [`${name} is privileged`] : []),
          ...(added.length > 0 ? [`${name} adds the capabilities ${added.join(', ')}`] : []),
        ],
      };
    }),
};
