import { execCluster } from '../plans';
import { one, type RuleCase } from './rule-case';

const TASKS_ASSUME = '{"Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"}}]}';
const policy = (action: string, resource = '*') =>
  JSON.stringify({ Statement: { Effect: 'Allow', Action: [action], Resource: resource } });
const rolePolicy = (text: string) => ({
  type: 'aws_iam_role_policy',
  after: { policy: text },
  references: { role: ['aws_iam_role.main.id', 'aws_iam_role.main'] },
});
const taskRole = { type: 'aws_iam_role', after: { name: 'task', assume_role_policy: TASKS_ASSUME } };
const parameter = (name: string, type: string) => ({ type: 'aws_ssm_parameter', after: { name, type } });
const trail = (after = {}) => ({
  type: 'aws_cloudtrail',
  after: { enable_logging: true, is_multi_region_trail: true, ...after },
});
const setting = (value: string) => ({
  type: 'aws_ecs_cluster',
  after: { setting: [{ name: 'containerInsights', value }] },
});
const events = (after: object, unknown = {}) => [
  { type: 'aws_ecs_cluster' },
  { type: 'aws_cloudwatch_event_rule', after: { ...after }, unknown },
];

/** Rules that read clusters, and what is around them. */
export const RESOURCES: readonly RuleCase[] = [
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
  ['encrypted-parameters', 'is encrypted', one(parameter('/app/db_password', 'SecureString')), 'passed'],
  [
    'encrypted-parameters',
    'is not encrypted',
    one(parameter('/app/db_password', 'String')),
    'violated',
    'db_password',
  ],
  ['encrypted-parameters', 'is not a secret', one(parameter('/app/log_level', 'String')), 'passed'],
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
];
