import { task } from '../plans';
import { one, type RuleCase } from './rule-case';

const UNKNOWN_TASK = { type: 'aws_ecs_task_definition', unknown: { container_definitions: true } };
const OURS = '111122223333.dkr.ecr.eu-central-1.amazonaws.com/app';
const roles = { task_role_arn: 'arn:a', execution_role_arn: 'arn:b' };

/** Rules that read task definitions. */
export const TASK_DEFINITIONS: readonly RuleCase[] = [
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
  ['cpu-and-memory', 'has both on the task', one(task({}, { cpu: '256', memory: '512' })), 'passed'],
  ['cpu-and-memory', 'has both on the container', one(task({ cpu: 256, memory: 512 })), 'passed'],
  ['cpu-and-memory', 'has no memory', one(task({ cpu: 256 })), 'violated', 'memory'],
];
