import { task } from '../plans';
import { of, one, type RuleCase } from './rule-case';

const service = (after = {}, unknown = {}) => ({ type: 'aws_ecs_service', after, unknown });
const vpc = { type: 'aws_vpc', after: {}, unknown: { id: true } };
const knownVpc = { type: 'aws_vpc', after: { id: 'vpc-1' } };
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
const gateway = (each: ReturnType<typeof endpoint>) => ({
  ...each,
  after: { ...each.after, vpc_endpoint_type: 'Gateway' },
});
const endpoints = ['ecr.api', 'ecr.dkr', 'logs', 'ssmmessages'].map((name) => endpoint(name));
const network = (value: boolean) => ({ network_configuration: [{ assign_public_ip: value }] });
const listener = (after: object, unknown = {}) => [
  service(),
  { type: 'aws_lb_listener', after: { ...after }, unknown },
];
const http = (action: object) => ({ protocol: 'HTTP', default_action: [action] });
const volume = (transit_encryption: string | null) => [
  { name: 'v', efs_volume_configuration: [{ transit_encryption }] },
];
const onEc2 = service({ launch_type: 'EC2' });
const flowLog = (vpc_id: string) => ({ type: 'aws_flow_log', after: { vpc_id } });
const strategy = (...names: readonly (string | null)[]) => ({
  capacity_provider_strategy: names.map((capacity_provider) => ({ capacity_provider })),
});
const schedule = (...ecs_parameters: readonly object[]) => ({
  type: 'aws_scheduler_schedule',
  after: { target: [{ ecs_parameters }] },
});
const clusterProviders = (...capacity_providers: readonly (string | null)[]) => ({
  type: 'aws_ecs_cluster_capacity_providers',
  after: { capacity_providers },
});

/** Rules that read services and their network. */
export const SERVICES: readonly RuleCase[] = [
  ...of(
    'vpc-endpoints',
    ['has them all', one(service(), vpc, ...endpoints), 'passed'],
    [
      'has none',
      one(service(), vpc),
      'violated',
      'there is no interface endpoint for ecr.api, ecr.dkr, logs, ssmmessages',
    ],
    [
      'has one too few',
      one(service(), vpc, ...endpoints.slice(1)),
      'violated',
      'there is no interface endpoint for ecr.api',
    ],
    ['has one for something else', one(service(), vpc, endpoint('not-logs')), 'violated', 'logs'],
    ['has gateways', one(service(), vpc, ...endpoints.map((each) => gateway(each))), 'violated', 'ecr.api'],
    [
      'has endpoints that may be those of another VPC',
      one(service(), vpc, ...endpoints.map((each) => ({ ...each, references: {} }))),
      'undecided',
      'no interface endpoint for ecr.api, ecr.dkr, logs, ssmmessages that can be told to be of this VPC',
    ],
    [
      'has one whose service is known later',
      one(service(), vpc, ...endpoints.slice(1), {
        ...endpoint('x', { service_name: null }),
        unknown: { service_name: true },
      }),
      'undecided',
      'ecr.api that can be told',
    ],
    [
      'has no private DNS',
      one(service(), ...endpoints, endpoint('logs', { private_dns_enabled: false })),
      'violated',
      'private_dns_enabled is not true, so what calls the service by its name goes past the endpoint',
    ],
    [
      'may have private DNS',
      one(service(), {
        ...endpoint('logs', { private_dns_enabled: null }),
        unknown: { private_dns_enabled: true },
      }),
      'undecided',
      'private_dns_enabled is known only after apply',
    ],
    [
      'has no private DNS for what tasks do not call',
      one(service(), endpoint('sqs', { private_dns_enabled: false })),
      null,
    ],
    ['has no ECS', one(vpc), null],
  ),
  ...of(
    'vpc-flow-logs',
    ['has one', one(onEc2, vpc, { type: 'aws_flow_log', references: ofVpc }), 'passed'],
    [
      'has one among those of others',
      one(onEc2, knownVpc, flowLog('vpc-2'), { ...flowLog('vpc-1'), name: 'b' }),
      'passed',
    ],
    ['has none', one(onEc2, vpc), 'violated', 'it has no aws_flow_log'],
    ['has that of another VPC', one(onEc2, knownVpc, flowLog('vpc-2')), 'violated', 'it has no aws_flow_log'],
    [
      'may have one',
      one(onEc2, vpc, { type: 'aws_flow_log', unknown: { vpc_id: true } }),
      'undecided',
      'flow logs of which',
    ],
    [
      'may have that of a module',
      one(onEc2, knownVpc, { ...flowLog('vpc-2'), module: 'module.a' }),
      'undecided',
    ],
    [
      'is of instances that a capacity provider starts',
      one({ type: 'aws_ecs_capacity_provider' }, vpc),
      'violated',
    ],
    ['is of Fargate', one(service({ launch_type: 'FARGATE' }), vpc), null],
    [
      'is of Fargate and EC2',
      one(service({ launch_type: 'FARGATE' }), { ...onEc2, name: 'b' }, vpc),
      'violated',
    ],
  ),
  ...of(
    'tls-1-2',
    [
      'is TLS 1.3',
      listener({ protocol: 'HTTPS', ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' }),
      'passed',
    ],
    [
      'is TLS 1.0',
      listener({ protocol: 'HTTPS', ssl_policy: 'ELBSecurityPolicy-2016-08' }),
      'violated',
      'ssl_policy is "ELBSecurityPolicy-2016-08", which allows TLS older than 1.2',
    ],
    [
      'is TLS 1.0 too',
      listener({ protocol: 'TLS', ssl_policy: 'ELBSecurityPolicy-TLS13-1-0-2021-06' }),
      'violated',
      '1-0',
    ],
    ['has no policy', listener({ protocol: 'TLS' }), 'violated', 'ssl_policy is null'],
    ['is HTTP', listener({ protocol: 'HTTP' }), 'violated', 'protocol is "HTTP", which is not encrypted'],
    ['has no protocol', listener({}), 'violated', 'protocol is null'],
    [
      'is HTTP of a classic name',
      one(service(), { type: 'aws_alb_listener', after: { protocol: 'HTTP' } }),
      'violated',
    ],
    ['redirects', listener(http({ type: 'redirect', redirect: [{ protocol: 'HTTPS' }] })), 'passed'],
    [
      'redirects to itself',
      listener(http({ type: 'redirect', redirect: [{ protocol: 'HTTP' }] })),
      'violated',
    ],
    ['forwards', listener(http({ type: 'forward', redirect: [{ protocol: 'HTTPS' }] })), 'violated'],
    [
      'redirects without HTTP',
      listener({ ...http({ type: 'redirect', redirect: [{ protocol: 'HTTPS' }] }), protocol: 'TCP' }),
      'violated',
    ],
    [
      'has a policy known later',
      listener({ protocol: 'HTTPS' }, { ssl_policy: true }),
      'undecided',
      'ssl_policy is known only',
    ],
    ['has a protocol known later', listener({}, { protocol: true }), 'undecided', 'protocol is known only'],
    ['has no ECS', one({ type: 'aws_lb_listener', after: { protocol: 'HTTP' } }), null],
    [
      'mounts EFS in the open',
      one(task({}, { volume: volume(null) })),
      'violated',
      'transit_encryption of volume "v" is not "ENABLED"',
    ],
    ['mounts EFS encrypted', one(task({}, { volume: volume('ENABLED') })), 'passed'],
    [
      'mounts EFS, known later',
      one({
        ...task({}, { volume: volume(null) }),
        unknown: { volume: [{ efs_volume_configuration: [{ transit_encryption: true }] }] },
      }),
      'passed',
    ],
  ),
  ...of(
    'no-public-ip',
    ['has none', one(service(network(false))), 'passed'],
    ['has no network', one(service()), 'passed'],
    ['has one', one(service(network(true))), 'violated', 'assign_public_ip is true'],
    ['has one in a task set', one({ type: 'aws_ecs_task_set', after: network(true) }), 'violated'],
    [
      'decides later',
      one(service({ network_configuration: [{}] }, { network_configuration: [{ assign_public_ip: true }] })),
      'undecided',
      'assign_public_ip is known only after apply',
    ],
    ['has a network known later', one(service({}, { network_configuration: true })), 'undecided'],
    ['is scheduled with one', one(schedule(network(true))), 'violated'],
    ['is scheduled with one of two', one(schedule(network(false), network(true))), 'violated'],
    ['is scheduled without', one(schedule(network(false))), 'passed'],
    ['is another schedule', one(schedule()), null],
    [
      'is a target with one',
      one({ type: 'aws_cloudwatch_event_target', after: { ecs_target: [network(true)] } }),
      'violated',
    ],
    ['is another target', one({ type: 'aws_cloudwatch_event_target', after: { ecs_target: [] } }), null],
  ),
  ...of(
    'fargate-only',
    ['is Fargate', one(service({ launch_type: 'FARGATE' })), 'passed'],
    ['is Fargate Spot', one(service(strategy('FARGATE_SPOT'), { launch_type: true })), 'passed'],
    ['is EC2', one(service({ launch_type: 'EC2' })), 'violated', 'launch_type is "EC2", expected "FARGATE"'],
    [
      'has another provider',
      one(service(strategy('FARGATE', 'spot'))),
      'violated',
      'capacity_provider is "spot"',
    ],
    [
      'has a provider known later',
      one(service(strategy(null), { capacity_provider_strategy: [{ capacity_provider: true }] })),
      'undecided',
      'a capacity_provider is known only after apply',
    ],
    ['says nothing', one(service({}, { launch_type: true })), 'undecided', 'so its cluster decides'],
    ['says null', one(service()), 'undecided', 'so its cluster decides'],
    [
      'says it later',
      one({ ...service({}, { launch_type: true }), references: { launch_type: ['var.launch_type'] } }),
      'undecided',
      'launch_type is known only after apply',
    ],
    [
      'is a provider of instances',
      one({ type: 'aws_ecs_capacity_provider' }),
      'violated',
      'capacity provider of EC2',
    ],
    [
      'lets the cluster use another',
      one(clusterProviders('FARGATE', 'x')),
      'violated',
      'it lets the cluster use "x"',
    ],
    [
      'lets the cluster use one known later besides Fargate',
      one({ ...clusterProviders('FARGATE', null), unknown: { capacity_providers: [false, true] } }),
      'undecided',
    ],
    ['lets the cluster use Fargate', one(clusterProviders('FARGATE', 'FARGATE_SPOT')), 'passed'],
    [
      'lets the cluster use one known later',
      one({ ...clusterProviders(null), unknown: { capacity_providers: [true] } }),
      'undecided',
      'a capacity provider is known only after apply',
    ],
  ),
];
