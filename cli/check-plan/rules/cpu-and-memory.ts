import { containerBlock, judgeContainers } from '../containers';
import { at, isSet, type Place } from '../place';
import type { Rule } from '../rule';

const isGiven = (place: Place): boolean =>
  isSet(place) || (typeof place.value === 'number' && place.value > 0);

export const cpuAndMemory: Rule = {
  id: 'cpu-and-memory',
  control: 'O4',
  title: 'Tasks or their containers have CPU and memory limits',
  reason: 'On EC2 a container without limits takes what other tasks on its instance need.',
  level: 'should',
  remediation: (resource) => containerBlock(resource, ['cpu    = 256', 'memory = 512']),
  judge: (plan) =>
    judgeContainers(plan, ({ name, definition }, { planned }) => ({
      violations: ['cpu', 'memory']
        .filter((limit) => !isGiven(at(planned, limit)) && !isGiven(at(definition, limit)))
        .map((limit) => `neither the task nor ${name} has ${limit}`),
    })),
};
