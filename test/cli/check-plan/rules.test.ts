import { check, execCluster, planJson, task, verdicts } from './plans';

const UNKNOWN_TASK = { type: 'aws_ecs_task_definition', unknown: { container_definitions: true } };
const OURS = '111122223333.dkr.ecr.eu-central-1.amazonaws.com/app';
const TASKS_ASSUME = '{"Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"}}]}';
const policy = (action: string, resource = '*') =>
  JSON.stringify({ Statement: { Effect: 'Allow', Action: [action], Resource: resource } });
const rolePolicy = (text: string) => ({
  type: 'aws_iam_role_policy',
  after: { policy: text },
  references: { role: ['aws_iam_role.main.id', 'aws_iam_role.main'] },
});
const taskRole = { type: 'aws_iam_role', after: { name: 'task', assume_role_policy: TASKS_ASSUME } };
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
const parameter = (name: string, type: string) => ({ type: 'aws_ssm_parameter', after: { name, type } });
const trail = (after = {}) => ({
  type: 'aws_cloudtrail',
  after: { enable_logging: true, is_multi_region_trail: true, ...after },
});
const listener = (after: object) => [service(), { type: 'aws_lb_listener', after: { ...after } }];
const roles = { task_role_arn: 'arn:a', execution_role_arn: 'arn:b' };
const setting = (value: string) => ({
  type: 'aws_ecs_cluster',
  after: { setting: [{ name: 'containerInsights', value }] },
});
const events = (after: object, unknown = {}) => [
  { type: 'aws_ecs_cluster' },
  { type: 'aws_cloudwatch_event_rule', after: { ...after }, unknown },
];

type Given = Parameters<typeof verdicts>[1];
const one = (...given: Given[]) => given;

/** A rule, what is in the plan, and what the rule says of the last resource it looked at; null when it looked at none. */
const CASES: readonly (readonly [string, string, readonly Given[], string | null, string?])[] = [
  [
    'exec-logging',
    'logs to S3',
    one(execCluster({ logging: 'OVERRIDE', log_configuration: [{ s3_bucket_name: 'b' }] })),
    'passed',
  ],
  ['exec-logging', 'is NONE', one(execCluster({ logging: 'NONE' })), 'violated', 'NONE'],
  ['exec-logging', 'is DEFAULT', one(execCluster({ logging: 'DEFAULT' })), 'violated', 'DEFAULT'],
  ['exec-logging', 'is null', one(execCluster({ logging: null })), 'violated', 'not set'],
  [
    'exec-logging',
    'is something else',
    one(execCluster({ logging: 'override' })),
    'violated',
    'expected "OVERRIDE"',
  ],
  [
    'exec-logging',
    'has no configuration',
    one({ type: 'aws_ecs_cluster', after: { configuration: [] } }),
    'violated',
    'no configuration block',
  ],
  [
    'exec-logging',
    'has null for configuration',
    one({ type: 'aws_ecs_cluster', after: {} }),
    'violated',
    'no configuration block',
  ],
  [
    'exec-logging',
    'has an empty configuration',
    one({ type: 'aws_ecs_cluster', after: { configuration: [{}] } }),
    'violated',
    'no execute_command_configuration block',
  ],
  [
    'exec-logging',
    'has no log_configuration',
    one(execCluster({ logging: 'OVERRIDE' })),
    'violated',
    'no log_configuration',
  ],
  [
    'exec-logging',
    'has a blank bucket',
    one(execCluster({ logging: 'OVERRIDE', log_configuration: [{ s3_bucket_name: ' ' }] })),
    'violated',
    's3_bucket_name',
  ],
  ['exec-logging', 'is destroyed', one({ type: 'aws_ecs_cluster', after: null, actions: ['delete'] }), null],
  ['exec-logging', 'is a data source', one({ type: 'aws_ecs_cluster', mode: 'data' }), null],
  ['task-roles', 'has both', one(task({}, roles)), 'passed'],
  [
    'task-roles',
    'will have both',
    one({ ...task({}), unknown: { task_role_arn: true, execution_role_arn: true } }),
    'passed',
  ],
  ['task-roles', 'has none', one(task({})), 'violated', 'task_role_arn is not set'],
  [
    'task-roles',
    'uses its execution role',
    one(task({}, { task_role_arn: 'arn:a', execution_role_arn: 'arn:a' })),
    'violated',
    'also its execution role',
  ],
  [
    'task-roles',
    'shares a role',
    one(task({}, roles, 'one'), task({}, { ...roles, execution_role_arn: 'arn:c' }, 'two')),
    'violated',
    '2 task families',
  ],
  [
    'task-role-permissions',
    'allows a service',
    one(taskRole, rolePolicy(policy('s3:*'))),
    'violated',
    's3:* on every resource',
  ],
  [
    'task-role-permissions',
    'allows it on one resource',
    one(taskRole, rolePolicy(policy('s3:*', 'arn:b'))),
    'passed',
  ],
  ['task-role-permissions', 'is of another role', one(rolePolicy(policy('*'))), null],
  [
    'task-role-permissions',
    'attaches AdministratorAccess',
    one(taskRole, {
      type: 'aws_iam_role_policy_attachment',
      after: { role: 'task', policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    }),
    'violated',
    'AdministratorAccess',
  ],
  [
    'task-role-permissions',
    'has a policy known later',
    one(taskRole, { ...rolePolicy(''), unknown: { policy: true } }),
    'undecided',
  ],
  ['ecr-images', 'is in ECR', one(task({ image: `${OURS}:1` })), 'passed'],
  ['ecr-images', 'has a digest', one(task({ image: `${OURS}@sha256:${'a'.repeat(64)}` })), 'passed'],
  ['ecr-images', 'is of Docker Hub', one(task({ image: 'nginx:1' })), 'violated', '"nginx:1"'],
  [
    'ecr-images',
    'is of public ECR',
    one(task({ image: 'public.ecr.aws/x/y:1' })),
    'violated',
    'not in a private',
  ],
  ['ecr-images', 'has no tag', one(task({ image: OURS })), 'violated', 'neither tag nor digest'],
  ['ecr-images', 'is known later', one(UNKNOWN_TASK), 'undecided'],
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
  ['encrypted-parameters', 'is encrypted', one(parameter('/app/db_password', 'SecureString')), 'passed'],
  [
    'encrypted-parameters',
    'is not encrypted',
    one(parameter('/app/db_password', 'String')),
    'violated',
    'db_password',
  ],
  ['encrypted-parameters', 'is not a secret', one(parameter('/app/log_level', 'String')), 'passed'],
  [
    'no-plain-secrets',
    'has a password',
    one(task({ environment: [{ name: 'DB_PASSWORD', value: 'hunter2' }] })),
    'violated',
    'DB_PASSWORD',
  ],
  [
    'no-plain-secrets',
    'has an access key',
    one(task({ environment: [{ name: 'X', value: 'AKIAIOSFODNN7EXAMPLE' }] })),
    'violated',
    '"X"',
  ],
  [
    'no-plain-secrets',
    'says where the secret is',
    one(
      task({
        environment: [
          { name: 'TOKEN_PARAMETER', value: '/a' },
          { name: 'DB_SECRET', value: 'arn:aws:x' },
        ],
      }),
    ),
    'passed',
  ],
  [
    'awslogs-driver',
    'logs',
    one(task({ logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'g' } } })),
    'passed',
  ],
  ['awslogs-driver', 'logs nowhere', one(task({})), 'violated', 'no logConfiguration'],
  [
    'awslogs-driver',
    'has another driver',
    one(task({ logConfiguration: { logDriver: 'splunk' } })),
    'violated',
    '"splunk"',
  ],
  [
    'awslogs-driver',
    'has no group',
    one(task({ logConfiguration: { logDriver: 'awslogs' } })),
    'violated',
    'awslogs-group',
  ],
  ['awslogs-driver', 'is known later', one(UNKNOWN_TASK), 'undecided', 'known only after apply'],
  [
    'awslogs-driver',
    'is no list',
    one({ type: 'aws_ecs_task_definition', after: { container_definitions: '{' } }),
    'undecided',
    'not a JSON list',
  ],
  ['cloudtrail-trail', 'logs all', one(trail()), 'passed'],
  [
    'cloudtrail-trail',
    'is of one region',
    one(trail({ is_multi_region_trail: false })),
    'violated',
    'is_multi_region_trail',
  ],
  [
    'cloudtrail-trail',
    'is read only',
    one(trail({ event_selector: [{ read_write_type: 'ReadOnly' }] })),
    'violated',
    'event_selector',
  ],
  ['cloudtrail-trail', 'selects', one(trail({ advanced_event_selector: [{}] })), 'undecided'],
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
    'scan-on-push',
    'scans',
    one({ type: 'aws_ecr_repository', after: { image_scanning_configuration: [{ scan_on_push: true }] } }),
    'passed',
  ],
  [
    'scan-on-push',
    'does not scan',
    one({ type: 'aws_ecr_repository', after: { image_scanning_configuration: [] } }),
    'violated',
  ],
  [
    'scan-on-push',
    'leaves it to the registry',
    one({ type: 'aws_ecr_repository' }, { type: 'aws_ecr_registry_scanning_configuration' }),
    'undecided',
  ],
  ['no-special-permissions', 'has none', one(task({})), 'passed'],
  ['no-special-permissions', 'is privileged', one(task({ privileged: true })), 'violated', 'is privileged'],
  [
    'no-special-permissions',
    'has a capability',
    one(task({ linuxParameters: { capabilities: { add: ['SYS_ADMIN'] } } })),
    'violated',
    'SYS_ADMIN',
  ],
  ['non-root-user', 'is a user', one(task({ user: '1000' })), 'passed'],
  ['non-root-user', 'is root', one(task({ user: '0:0' })), 'violated', 'as root'],
  ['non-root-user', 'is that of the image', one(task({})), 'undecided', 'its image decides'],
  ['read-only-root', 'is read-only', one(task({ readonlyRootFilesystem: true })), 'passed'],
  [
    'read-only-root',
    'is writable',
    one(task([{ readonlyRootFilesystem: true }, { name: 'side' }])),
    'violated',
    '"side"',
  ],
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
  ['container-insights', 'is on', one(setting('enhanced')), 'passed'],
  ['container-insights', 'is off', one(setting('disabled')), 'violated'],
  [
    'container-insights',
    'is left out',
    one({ type: 'aws_ecs_cluster', unknown: { setting: true } }),
    'undecided',
  ],
  ['ecs-events', 'is there', one(...events({ event_pattern: '{"source":["aws.ecs"]}' })), 'passed'],
  ['ecs-events', 'is about others', one(...events({ event_pattern: '{"source":["aws.s3"]}' })), 'violated'],
  ['ecs-events', 'is known later', one(...events({}, { event_pattern: true })), 'undecided'],
  [
    'required-tags',
    'has one',
    one({ type: 'aws_ecs_cluster', after: { tags_all: { owner: 'me' } } }),
    'passed',
  ],
  [
    'required-tags',
    'has none',
    one({ type: 'aws_ecs_cluster', after: { tags: null }, unknown: { tags_all: true } }),
    'violated',
    'no tags',
  ],
  ['cpu-and-memory', 'has both on the task', one(task({}, { cpu: '256', memory: '512' })), 'passed'],
  ['cpu-and-memory', 'has both on the container', one(task({ cpu: 256, memory: 512 })), 'passed'],
  ['cpu-and-memory', 'has no memory', one(task({ cpu: 256 })), 'violated', 'memory'],
];

describe('a rule', () => {
  it.each(CASES.map(([rule, ...rest]) => [rule, ...rest] as const))(
    '%s: %s',
    (rule, _, given, verdict, says = '') => {
      const last = verdicts(rule, ...given).at(-1);
      if (verdict === null) expect(last).toBeUndefined();
      else expect([last?.[1], last?.slice(2).join('; ')]).toEqual([verdict, expect.stringContaining(says)]);
    },
  );

  it('asks for the tags it was told to ask for', () => {
    const cluster = { type: 'aws_ecs_cluster', after: { tags_all: { owner: 'me' } } };
    const required = (...requiredTags: string[]) =>
      check(planJson(cluster), { settings: { requireS3: true, requiredTags } }).results.find(
        ({ rule }) => rule === 'required-tags',
      );
    expect(required('owner')?.verdict).toBe('passed');
    expect(required('owner', 'cost')?.problems).toEqual(['it has no tag cost']);
  });

  it('shows neither secrets of containers nor what Terraform marks as sensitive', () => {
    const secret = task({ image: 'hunter2:1', environment: [{ name: 'DB_PASSWORD', value: 'hunter2' }] });
    const said = JSON.stringify(check(planJson({ ...secret, sensitive: { container_definitions: true } })));
    expect(said).toContain('DB_PASSWORD');
    expect(said).not.toContain('hunter2');
  });

  it('writes HCL for whatever it finds', () => {
    const resources = CASES.flatMap(([, , given]) => given);
    for (const { verdict, write } of check(planJson(...resources)).results)
      if (verdict !== 'passed') expect(write).toMatch(/^resource "\w+" "\w+" \{\n[\s\S]*\n\}$/);
  });
});
