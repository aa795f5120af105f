import { at, isUnknown, items, shown, textOf } from '../place';
import { isConfigured, type PlannedResource } from '../plan';
import { type Findings, judgeEach, type Rule, resourceBlock } from '../rule';

const isFargate = (name: string | null): boolean => name === 'FARGATE' || name === 'FARGATE_SPOT';

const judgeService = (service: PlannedResource): Findings => {
  const providers = items(at(service.planned, 'capacity_provider_strategy')).map((each) =>
    at(each, 'capacity_provider'),
  );
  if (providers.some(isUnknown)) return { undecided: ['a capacity_provider is known only after apply'] };
  const others = providers.filter((provider) => !isFargate(textOf(provider)));
  if (others.length > 0)
    return { violations: others.map((other) => `capacity_provider is ${shown(other)}, expected FARGATE`) };
  if (providers.length > 0) return {};
  const launchType = at(service.planned, 'launch_type');
  if (isUnknown(launchType) || textOf(launchType) === null)
    return {
      undecided: [
        isConfigured(service, 'launch_type') === true
          ? 'launch_type is known only after apply'
          : 'it has neither launch_type nor capacity_provider_strategy, so its cluster decides',
      ],
    };
  return textOf(launchType) === 'FARGATE'
    ? {}
    : { violations: [`launch_type is ${shown(launchType)}, expected "FARGATE"`] };
};

const judgeCluster = (providers: PlannedResource): Findings => ({
  violations: items(at(providers.planned, 'capacity_providers'))
    .filter((name) => !isUnknown(name) && !isFargate(textOf(name)))
    .map((name) => `it lets the cluster use ${shown(name)}`),
  undecided: items(at(providers.planned, 'capacity_providers')).some(isUnknown)
    ? ['a capacity provider is known only after apply']
    : [],
});

export const fargateOnly: Rule = {
  id: 'fargate-only',
  control: '15',
  title: 'Tasks run on Fargate',
  reason: 'On EC2 tasks share instances and their kernel, which somebody has to patch.',
  level: 'must',
  remediation: (resource) =>
    resource.type === 'aws_ecs_service'
      ? resourceBlock(resource, 'launch_type = "FARGATE"')
      : 'resource "aws_ecs_cluster_capacity_providers" "fargate" {\n  capacity_providers = ["FARGATE", "FARGATE_SPOT"]\n}',
  judge: (plan) => [
    ...judgeEach(plan, ['aws_ecs_service'], judgeService),
    ...judgeEach(plan, ['aws_ecs_cluster_capacity_providers'], judgeCluster),
    ...judgeEach(plan, ['aws_ecs_capacity_provider'], () => ({
      violations: ['it is a capacity provider of EC2 instances'],
    })),
  ],
};
