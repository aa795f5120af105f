import type { Given } from '../plans';
import { of, one, type RuleCase } from './rule-case';

const TASKS_ASSUME = '{"Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"}}]}';
const policyOf = (...statements: readonly object[]) => JSON.stringify({ Statement: statements });
const allows = (Action: string | readonly string[], Resource: string | readonly string[] = '*') => ({
  Effect: 'Allow',
  Action,
  Resource,
});
const rolePolicy = (policy: string) => ({
  type: 'aws_iam_role_policy',
  after: { policy },
  references: { role: ['aws_iam_role.main.id', 'aws_iam_role.main'] },
});
const attachment = (policy: string, role = 'task') => ({
  type: 'aws_iam_role_policy_attachment',
  after: { role, policy_arn: `arn:aws:iam::aws:policy/${policy}` },
});
const taskRole = { type: 'aws_iam_role', after: { name: 'task', assume_role_policy: TASKS_ASSUME } };
const withTaskRole = (...policies: readonly Given[]) => [taskRole, ...policies];
const parameter = (name: string | null, type: string | null, unknown = {}) => ({
  type: 'aws_ssm_parameter',
  after: { name, type },
  unknown,
});
const trail = (after = {}, unknown = {}) => ({
  type: 'aws_cloudtrail',
  after: { enable_logging: true, is_multi_region_trail: true, ...after },
  unknown,
});
const selecting = (...event_selector: readonly object[]) => one(trail({ event_selector }));
const repository = (...image_scanning_configuration: readonly object[]) => ({
  type: 'aws_ecr_repository',
  after: { image_scanning_configuration },
});
const registry = { type: 'aws_ecr_registry_scanning_configuration' };

/** Rules that read what an account has besides: roles, parameters, trails, repositories. */
export const ACCOUNT: readonly RuleCase[] = [
  ...of(
    'task-role-permissions',
    [
      'allows a service',
      withTaskRole(rolePolicy(policyOf(allows('s3:*')))),
      'violated',
      's3:* on every resource',
    ],
    [
      'allows a service, among others',
      withTaskRole(rolePolicy(policyOf(allows(['s3:GetObject', 'access-analyzer:*'], ['arn:b', '*'])))),
      'violated',
      'the policy allows access-analyzer:* on every resource',
    ],
    [
      'allows everything',
      withTaskRole(rolePolicy(policyOf(allows('*')))),
      'violated',
      'allows * on every resource',
    ],
    [
      'allows it in the only statement',
      withTaskRole(rolePolicy(JSON.stringify({ Statement: allows('s3:*') }))),
      'violated',
      's3:*',
    ],
    ['allows it on one resource', withTaskRole(rolePolicy(policyOf(allows('s3:*', 'arn:b')))), 'passed'],
    ['allows some calls', withTaskRole(rolePolicy(policyOf(allows(['s3:Get*', 's3:ListBucket'])))), 'passed'],
    ['denies', withTaskRole(rolePolicy(policyOf({ ...allows('*'), Effect: 'Deny' }))), 'passed'],
    [
      'allows all but some',
      withTaskRole(rolePolicy(policyOf({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }))),
      'passed',
    ],
    [
      'is not of a task',
      one({ ...taskRole, after: { assume_role_policy: '{}' } }, rolePolicy(policyOf(allows('*')))),
      null,
    ],
    ['is of another role', one(rolePolicy(policyOf(allows('*')))), null],
    [
      'is of the role of that name',
      withTaskRole({
        ...rolePolicy(policyOf(allows('*'))),
        references: {},
        after: { role: 'task', policy: policyOf(allows('*')) },
      }),
      'violated',
    ],
    [
      'is of a role and policy without names',
      one({ ...taskRole, after: { assume_role_policy: TASKS_ASSUME } }, { type: 'aws_iam_role_policy' }),
      null,
    ],
    [
      'attaches AdministratorAccess',
      withTaskRole(attachment('AdministratorAccess')),
      'violated',
      'it gives tasks arn:aws',
    ],
    ['attaches IAMFullAccess', withTaskRole(attachment('IAMFullAccess')), 'violated', 'IAMFullAccess'],
    ['attaches another policy', withTaskRole(attachment('ReadOnlyAccess')), 'passed'],
    ['attaches it to another role', withTaskRole(attachment('AdministratorAccess', 'other')), null],
    [
      'attaches a policy known later',
      withTaskRole({
        type: 'aws_iam_role_policy_attachment',
        after: { role: 'task' },
        unknown: { policy_arn: true },
      }),
      'passed',
    ],
    [
      'has a policy known later',
      withTaskRole({ ...rolePolicy(''), unknown: { policy: true } }),
      'undecided',
      'the policy is known only after apply',
    ],
    ['has no policy', withTaskRole(rolePolicy(' ')), 'undecided', 'the policy is not JSON'],
    [
      'has another kind of policy',
      withTaskRole(rolePolicy('{"Version":"1"}')),
      'undecided',
      'the policy cannot be read',
    ],
  ),
  ...of(
    'encrypted-parameters',
    ['is encrypted', one(parameter('/app/db_password', 'SecureString')), 'passed'],
    [
      'is not encrypted',
      one(parameter('/app/db_password', 'String')),
      'violated',
      'the name "/app/db_password" is that of a secret, and type is "String"',
    ],
    ['is not a secret', one(parameter('/app/log_level', 'String')), 'passed'],
    ['is where the secret is', one(parameter('/app/db_password_arn', 'String')), 'passed'],
    ['has no name', one(parameter(null, 'String')), 'passed'],
    [
      'has a name known later',
      one(parameter(null, 'String', { name: true })),
      'undecided',
      'name is known only',
    ],
    ['is encrypted, its name known later', one(parameter(null, 'SecureString', { name: true })), 'passed'],
    [
      'has a type known later',
      one(parameter('token', null, { type: true })),
      'undecided',
      'type is known only',
    ],
    ['has a type known later, but is not a secret', one(parameter('level', null, { type: true })), 'passed'],
  ),
  ...of(
    'cloudtrail-trail',
    ['logs all', one(trail()), 'passed'],
    ['is off', one(trail({ enable_logging: false })), 'violated', 'enable_logging is not true'],
    [
      'is of one region',
      one(trail({ is_multi_region_trail: null })),
      'violated',
      'is_multi_region_trail is not true',
    ],
    [
      'may be of one region',
      one(trail({ is_multi_region_trail: null }, { is_multi_region_trail: true })),
      'undecided',
      'is_multi_region_trail is known only after apply',
    ],
    [
      'is read only',
      selecting({ read_write_type: 'ReadOnly' }),
      'violated',
      'its event_selector blocks leave out',
    ],
    [
      'is of data only',
      selecting({ include_management_events: false }),
      'violated',
      'its event_selector blocks leave out',
    ],
    [
      'is of data, and of management',
      selecting({ include_management_events: false }, { read_write_type: 'All' }),
      'passed',
    ],
    [
      'selects',
      one(trail({ advanced_event_selector: [{}] })),
      'undecided',
      'what its advanced_event_selector blocks let through is not looked at',
    ],
  ),
  ...of(
    'scan-on-push',
    ['scans', one(repository({ scan_on_push: true })), 'passed'],
    ['scans, and the registry too', one(registry, repository({ scan_on_push: true })), 'passed'],
    ['does not scan', one(repository({ scan_on_push: false })), 'violated', 'scan_on_push is not true'],
    ['says nothing', one(repository()), 'violated', 'scan_on_push is not true'],
    ['leaves it to the registry', one(repository(), registry), 'undecided', 'the scanning of the registry'],
    [
      'scans or not',
      one({ ...repository({}), unknown: { image_scanning_configuration: [{ scan_on_push: true }] } }),
      'undecided',
      'scan_on_push is known only after apply',
    ],
    [
      'has all of it known later',
      one({ ...repository(), unknown: { image_scanning_configuration: true } }),
      'undecided',
      'scan_on_push is known only after apply',
    ],
  ),
];
