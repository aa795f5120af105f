import { at, isUnknown, items, type Place, shown, textOf } from '../place';
import { isConfigured, type PlannedResource } from '../plan';
import { type Findings, judgeEach, type Rule, resourceBlock } from '../rule';

const isFargate = (name: string | null): boolean => name === 'FARGATE' || name === 'FARGATE_SPOT';

const strategyOf = (service: PlannedResource): readonly Place[] =>
  items(at(service.planned, 'capacity_provider_strategy'));

const judgeService = (service: PlannedResource): Findings => {
  const providers = strategyOf(service).map((each) => at(each, 'capacity_provider'));
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

const ONLY_FARGATE = 'capacity_providers = ["FARGATE", "FARGATE_SPOT"]';

export const fargateOnly: Rule = {
  id: 'fargate-only',
  control: '15',
  title: 'Tasks run on Fargate',
  reason: 'On EC2 tasks share instances and their kernel, which somebody has to patch.',
  level: 'must',
  remediation: (resource) => {
    if (resource.type === 'aws_ecs_cluster_capacity_providers') return resourceBlock(resource, ONLY_FARGATE);
    if (resource.type === 'aws_ecs_capacity_provider')
      return resourceBlock({ ...resource, type: 'aws_ecs_cluster_capacity_providers' }, ONLY_FARGATE);
    // The one excludes the other.
    return strategyOf(resource).length === 0
      ? resourceBlock(resource, 'launch_type = "FARGATE"')
      : resourceBlock(
          resource,
          'capacity_provider_strategy {',
          '  capacity_provider = "FARGATE"',
          '  weight            = 1',
          '}',
        );
  },
  judge: (plan) => [
    ...judgeEach(plan, ['aws_ecs_service'], judgeService),
    ...judgeEach(plan, ['aws_ecs_cluster_capacity_providers'], judgeCluster),
    ...judgeEach(plan, ['aws_ecs_capacity_provider'], () => ({
      violations: ['it is a capacity provider of EC2 instances'],
    })),
  ],
};
