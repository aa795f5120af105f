import { at, isUnknown, textOf } from '../place';
import { ofType, type Plan, type PlannedResource, refersTo } from '../plan';
import { type Findings, judged, type Rule, resourceBlock } from '../rule';

/** What tasks call through interface endpoints: images, logs, ECS Exec. Images are in S3, whose endpoint is a gateway. */
const NEEDED = ['ecr.api', 'ecr.dkr', 'logs', 'ssmmessages'] as const;

const isFor = (service: string, endpoint: PlannedResource): boolean =>
  textOf(at(endpoint.planned, 'service_name'))?.endsWith(`.${service}`) === true;

const isInterface = (endpoint: PlannedResource): boolean =>
  textOf(at(endpoint.planned, 'vpc_endpoint_type')) === 'Interface';

const judgePrivateDns = (endpoint: PlannedResource): Findings => {
  const place = at(endpoint.planned, 'private_dns_enabled');
  if (place.value === true) return {};
  return isUnknown(place)
    ? { undecided: ['private_dns_enabled is known only after apply'] }
    : {
        violations: [
          'private_dns_enabled is not true, so what calls the service by its name goes past the endpoint',
        ],
      };
};

const judgeVpc = (vpc: PlannedResource, endpoints: readonly PlannedResource[]): Findings => {
  const own = endpoints.filter((endpoint) => refersTo(endpoint, 'vpc_id', vpc));
  const missing = NEEDED.filter((service) => !own.some((endpoint) => isFor(service, endpoint)));
  if (missing.length === 0) return {};
  const what = `no interface endpoint for ${missing.join(', ')}`;
  // An endpoint in another module, or with a name that is computed, could be the one.
  const isOpen =
    endpoints.length > own.length || own.some((each) => isUnknown(at(each.planned, 'service_name')));
  return isOpen
    ? { undecided: [`${what} that can be told to be of this VPC`] }
    : { violations: [`there is ${what}`] };
};

const judge = (plan: Plan) => {
  if (ofType(plan, 'aws_ecs_service').length === 0) return [];
  const endpoints = ofType(plan, 'aws_vpc_endpoint').filter(isInterface);
  return [
    ...ofType(plan, 'aws_vpc').map((vpc) => judged(vpc, judgeVpc(vpc, endpoints))),
    ...endpoints
      .filter((endpoint) => NEEDED.some((service) => isFor(service, endpoint)))
      .map((endpoint) => judged(endpoint, judgePrivateDns(endpoint))),
  ];
};

export const vpcEndpoints: Rule = {
  id: 'vpc-endpoints',
  control: '3',
  title: 'A VPC with ECS services has interface endpoints for what tasks call',
  reason: 'Without them tasks reach ECR, CloudWatch Logs and Systems Manager over the internet.',
  level: 'should',
  remediation: (resource) =>
    resource.type === 'aws_vpc_endpoint'
      ? resourceBlock(resource, 'private_dns_enabled = true')
      : resourceBlock(
          { type: 'aws_vpc_endpoint', name: 'ecs' },
          `for_each            = toset(${JSON.stringify(NEEDED)})`,
          `vpc_id              = ${resource.type}.${resource.name}.id`,
          'service_name        = "com.amazonaws.THE_REGION.${each.key}"',
          'vpc_endpoint_type   = "Interface"',
          'private_dns_enabled = true',
        ),
  judge,
};
