import { at, isUnknown, items, type Place } from '../place';
import type { PlannedResource } from '../plan';
import { type Findings, judged, judgeEach, type Rule, resourceBlock } from '../rule';

/** Where each type that starts tasks has its network_configuration: the blocks that it is in. */
const STARTS_TASKS: Readonly<Record<string, readonly string[]>> = {
  aws_ecs_service: [],
  aws_ecs_task_set: [],
  aws_cloudwatch_event_target: ['ecs_target'],
  aws_scheduler_schedule: ['target', 'ecs_parameters'],
};

const networksOf = ({ type, planned }: PlannedResource): readonly Place[] =>
  [...(STARTS_TASKS[type] ?? []), 'network_configuration'].reduce<readonly Place[]>(
    (from, block) =>
      from.flatMap((place) => {
        const blocks = at(place, block);
        return isUnknown(blocks) ? [blocks] : items(blocks);
      }),
    [planned],
  );

const judgeNetworks = (networks: readonly Place[]): Findings => {
  const assigned = networks.map((network) => at(network, 'assign_public_ip'));
  return {
    violations: assigned.some(({ value }) => value === true) ? ['assign_public_ip is true'] : [],
    undecided: assigned.some(isUnknown) ? ['assign_public_ip is known only after apply'] : [],
  };
};

export const noPublicIp: Rule = {
  id: 'no-public-ip',
  control: '14',
  title: 'Network interfaces of tasks have no public IP address',
  reason: 'A task with a public address can be reached from the internet.',
  level: 'must',
  remediation: (resource) => {
    const blocks = [...(STARTS_TASKS[resource.type] ?? []), 'network_configuration'];
    return resourceBlock(
      resource,
      ...blocks.map((block, depth) => `${'  '.repeat(depth)}${block} {`),
      `${'  '.repeat(blocks.length)}assign_public_ip = false`,
      ...blocks.map((_, index) => `${'  '.repeat(blocks.length - 1 - index)}}`),
    );
  },
  judge: (plan) => [
    ...judgeEach(plan, ['aws_ecs_service', 'aws_ecs_task_set'], (resource) =>
      judgeNetworks(networksOf(resource)),
    ),
    // Most targets and schedules start no tasks, and are not looked at.
    ...['aws_cloudwatch_event_target', 'aws_scheduler_schedule']
      .flatMap((type) => plan.byType.get(type) ?? [])
      .flatMap((resource) => {
        const networks = networksOf(resource);
        return networks.length === 0 ? [] : [judged(resource, judgeNetworks(networks))];
      }),
  ],
};
