import { task } from '../plans';
import { one, type RuleCase } from './rule-case';

const service = (after = {}, unknown = {}) => ({ type: 'aws_ecs_service', after, unknown });
const vpc = { type: 'aws_vpc', after: {}, unknown: { id: true } };
const ofVpc = { vpc_id: ['aws_vpc.main.id', 'aws_vpc.main'] };
const endpoint = (name: string, after = {}) => ({
  type: 'aws_vpc_endpoint',
  name: name.replace('.', '_'),
  after: {
    service_name: `com.amazonaws.eu-central-1.${name}`,
    vpc_endpoint_type: 'Interface',
    private_dns_enabled: true,
    ...after,
  },
  unknown: { vpc_id: true },
  references: ofVpc,
});
const endpoints = ['ecr.api', 'ecr.dkr', 'logs', 'ssmmessages'].map((name) => endpoint(name));
const network = (value: boolean) => ({ network_configuration: [{ assign_public_ip: value }] });
const listener = (after: object) => [service(), { type: 'aws_lb_listener', after: { ...after } }];

/** Rules that read services and their network. */
export const SERVICES: readonly RuleCase[] = [
  ['vpc-endpoints', 'has them all', one(service(), vpc, ...endpoints), 'passed'],
  ['vpc-endpoints', 'has none', one(service(), vpc), 'violated', 'ssmmessages'],
  [
    'vpc-endpoints',
    'has no private DNS',
    one(service(), ...endpoints, endpoint('logs', { private_dns_enabled: false })),
    'violated',
    'private_dns_enabled',
  ],
  ['vpc-endpoints', 'has no ECS', one(vpc), null],
  [
    'vpc-flow-logs',
    'has one',
    one(service({ launch_type: 'EC2' }), vpc, { type: 'aws_flow_log', references: ofVpc }),
    'passed',
  ],
  ['vpc-flow-logs', 'has none', one(service({ launch_type: 'EC2' }), vpc), 'violated', 'no aws_flow_log'],
  [
    'vpc-flow-logs',
    'may have one',
    one(service({ launch_type: 'EC2' }), vpc, { type: 'aws_flow_log', unknown: { vpc_id: true } }),
    'undecided',
  ],
  ['vpc-flow-logs', 'is of Fargate', one(service({ launch_type: 'FARGATE' }), vpc), null],
  [
    'tls-1-2',
    'is TLS 1.3',
    one(...listener({ protocol: 'HTTPS', ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' })),
    'passed',
  ],
  [
    'tls-1-2',
    'is TLS 1.0',
    one(...listener({ protocol: 'HTTPS', ssl_policy: 'ELBSecurityPolicy-2016-08' })),
    'violated',
    '2016-08',
  ],
  [
    'tls-1-2',
    'is TLS 1.0 too',
    one(...listener({ protocol: 'TLS', ssl_policy: 'ELBSecurityPolicy-TLS13-1-0-2021-06' })),
    'violated',
    '1-0',
  ],
  ['tls-1-2', 'is HTTP', one(...listener({ protocol: 'HTTP' })), 'violated', 'not encrypted'],
  [
    'tls-1-2',
    'redirects',
    one(
      ...listener({
        protocol: 'HTTP',
        default_action: [{ type: 'redirect', redirect: [{ protocol: 'HTTPS' }] }],
      }),
    ),
    'passed',
  ],
  [
    'tls-1-2',
    'has a policy known later',
    one(service(), { type: 'aws_lb_listener', after: { protocol: 'HTTPS' }, unknown: { ssl_policy: true } }),
    'undecided',
  ],
  [
    'tls-1-2',
    'mounts EFS in the open',
    one(task({}, { volume: [{ name: 'v', efs_volume_configuration: [{ transit_encryption: null }] }] })),
    'violated',
    '"v"',
  ],
  ['no-public-ip', 'has none', one(service(network(false))), 'passed'],
  ['no-public-ip', 'has no network', one(service()), 'passed'],
  ['no-public-ip', 'has one', one(service(network(true))), 'violated'],
  [
    'no-public-ip',
    'decides later',
    one(service({ network_configuration: [{}] }, { network_configuration: [{ assign_public_ip: true }] })),
    'undecided',
  ],
  [
    'no-public-ip',
    'is scheduled with one',
    one({ type: 'aws_scheduler_schedule', after: { target: [{ ecs_parameters: [network(true)] }] } }),
    'violated',
  ],
  [
    'no-public-ip',
    'is another target',
    one({ type: 'aws_cloudwatch_event_target', after: { ecs_target: [] } }),
    null,
  ],
  ['fargate-only', 'is Fargate', one(service({ launch_type: 'FARGATE' })), 'passed'],
  [
    'fargate-only',
    'is Fargate Spot',
    one(
      service({ capacity_provider_strategy: [{ capacity_provider: 'FARGATE_SPOT' }] }, { launch_type: true }),
    ),
    'passed',
  ],
  ['fargate-only', 'is EC2', one(service({ launch_type: 'EC2' })), 'violated', '"EC2"'],
  [
    'fargate-only',
    'has another provider',
    one(service({ capacity_provider_strategy: [{ capacity_provider: 'spot' }] })),
    'violated',
    '"spot"',
  ],
  [
    'fargate-only',
    'says nothing',
    one(service({}, { launch_type: true })),
    'undecided',
    'its cluster decides',
  ],
  ['fargate-only', 'is a provider of instances', one({ type: 'aws_ecs_capacity_provider' }), 'violated'],
  [
    'fargate-only',
    'lets the cluster use another',
    one({ type: 'aws_ecs_cluster_capacity_providers', after: { capacity_providers: ['FARGATE', 'x'] } }),
    'violated',
    '"x"',
  ],
];
