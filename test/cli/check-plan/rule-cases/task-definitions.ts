import { task } from '../plans';
import { of, one, type RuleCase } from './rule-case';

const OURS = '111122223333.dkr.ecr.eu-central-1.amazonaws.com/app';
const UNKNOWN_TASK = { type: 'aws_ecs_task_definition', unknown: { container_definitions: true } };
const roles = { task_role_arn: 'arn:a', execution_role_arn: 'arn:b' };
const written = (container_definitions: string) => ({
  type: 'aws_ecs_task_definition',
  after: { container_definitions },
});
/** A task whose role is made in the same plan. */
const referring = (name: string, role: string) => ({
  ...task({}, {}, name),
  unknown: { task_role_arn: true, execution_role_arn: true },
  references: { task_role_arn: [`aws_iam_role.${role}.arn`, `aws_iam_role.${role}`] },
});
const image = (name: string) => one(task({ image: name }));
const variable = (name: string | null, value: string | null) => one(task({ environment: [{ name, value }] }));
const logging = (logConfiguration: object) => one(task({ logConfiguration }));
const adding = (...add: readonly unknown[]) => one(task({ linuxParameters: { capabilities: { add } } }));
const user = (of: unknown) => one(task({ user: of }));

/** Rules that read task definitions. */
export const TASK_DEFINITIONS: readonly RuleCase[] = [
  ...of(
    'task-roles',
    ['has both', one(task({}, roles)), 'passed'],
    [
      'will have both',
      one({ ...task({}), unknown: { task_role_arn: true, execution_role_arn: true } }),
      'passed',
    ],
    ['has none', one(task({})), 'violated', 'task_role_arn is not set; execution_role_arn is not set'],
    [
      'has no execution role',
      one(task({}, { task_role_arn: 'arn:a' })),
      'violated',
      'execution_role_arn is not set',
    ],
    [
      'uses its execution role',
      one(task({}, { task_role_arn: 'arn:a', execution_role_arn: 'arn:a' })),
      'violated',
      'its task role is also its execution role, so containers have the permissions of the ECS agent',
    ],
    [
      'shares a role',
      one(task({}, roles, 'one'), task({}, { ...roles, execution_role_arn: 'arn:c' }, 'two')),
      'violated',
      'its task role is that of 2 task families',
    ],
    [
      'shares a role with another of its family',
      one(task({}, { ...roles, family: 'web' }, 'one'), task({}, { ...roles, family: 'web' }, 'two')),
      'passed',
    ],
    [
      'shares a role, and has no family',
      one(task({}, { ...roles, family: null }, 'one'), task({}, { ...roles, family: null }, 'two')),
      'violated',
      '2 task families',
    ],
    [
      'shares a role that is made with it',
      one(referring('one', 'app'), referring('two', 'app')),
      'violated',
      '2 task families',
    ],
    ['has a role that is made with it', one(referring('one', 'a'), referring('two', 'b')), 'passed'],
    [
      'has a role that a variable names',
      one(
        { ...referring('one', 'a'), references: { task_role_arn: ['var.aws_iam_role.x', 'local.role'] } },
        { ...referring('two', 'a'), references: { task_role_arn: ['var.aws_iam_role.x', 'local.role'] } },
      ),
      'passed',
    ],
  ),
  ...of(
    'ecr-images',
    ['is in ECR', image(`${OURS}:1`), 'passed'],
    ['has a digest', image(`${OURS}@sha256:${'a'.repeat(64)}`), 'passed'],
    ['is in ECR of China', image('111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/app:1'), 'passed'],
    [
      'is of Docker Hub',
      image('nginx:1'),
      'violated',
      'container "app" has image "nginx:1", which is not in a private ECR',
    ],
    ['is of public ECR', image('public.ecr.aws/x/y:1'), 'violated', 'not in a private ECR repository'],
    ['is of a name like it', image(`evil.example/${OURS}:1`), 'violated', 'not in a private ECR repository'],
    ['has no tag', image(OURS), 'violated', 'which has neither tag nor digest'],
    ['is none', one(task({})), 'violated', 'container "app" has no image'],
    ['is known later', one(UNKNOWN_TASK), 'undecided', 'container_definitions is known only after apply'],
  ),
  ...of(
    'no-plain-secrets',
    [
      'has a password',
      variable('DB_PASSWORD', 'hunter2'),
      'violated',
      'in environment variable "DB_PASSWORD"',
    ],
    [
      'has an access key',
      variable('X', 'AKIAIOSFODNN7EXAMPLE'),
      'violated',
      'container "app" has what seems to be a secret',
    ],
    ['has a private key', variable('X', '-----BEGIN RSA PRIVATE KEY-----\nMII'), 'violated', '"X"'],
    ['has an access key without a name', variable(null, 'AKIAIOSFODNN7EXAMPLE'), 'violated', 'variable ""'],
    ['has a level', variable('LOG_LEVEL', 'debug'), 'passed'],
    ['says where the secret is', variable('TOKEN_PARAMETER', '/a'), 'passed'],
    ['has the ARN of the secret', variable('DB_SECRET', 'arn:aws:x'), 'passed'],
    ['has no password', variable('DB_PASSWORD', ''), 'passed'],
    ['has no environment', one(task({})), 'passed'],
  ),
  ...of(
    'awslogs-driver',
    ['logs', logging({ logDriver: 'awslogs', options: { 'awslogs-group': 'g' } }), 'passed'],
    ['logs nowhere', one(task({})), 'violated', 'container "app" has no logConfiguration'],
    ['has no driver', logging({}), 'violated', 'has no logConfiguration'],
    [
      'has another driver',
      logging({ logDriver: 'splunk' }),
      'violated',
      'logDriver "splunk", expected "awslogs"',
    ],
    [
      'has no group',
      logging({ logDriver: 'awslogs' }),
      'violated',
      'container "app" has no option awslogs-group',
    ],
    ['is known later', one(UNKNOWN_TASK), 'undecided', 'container_definitions is known only after apply'],
    ['is no JSON', one(written('{')), 'undecided', 'container_definitions is not a JSON list of containers'],
    ['is no list', one(written('{}')), 'undecided', 'not a JSON list'],
    ['is a list of something else', one(written('[7]')), 'undecided', 'not a JSON list'],
    ['has no container', one(written('[]')), 'passed'],
    ['has a container without a name', one(written('[{}]')), 'violated', 'container 0 has no'],
  ),
  ...of(
    'no-special-permissions',
    ['has none', one(task({})), 'passed'],
    ['is not privileged', one(task({ privileged: false })), 'passed'],
    ['is privileged', one(task({ privileged: true })), 'violated', 'container "app" is privileged'],
    [
      'has a capability',
      adding('SYS_ADMIN', 'NET_RAW'),
      'violated',
      'adds the capabilities SYS_ADMIN, NET_RAW',
    ],
    ['adds none', adding(), 'passed'],
    ['adds nothing', adding(null, ''), 'passed'],
  ),
  ...of(
    'non-root-user',
    ['is a user', user('1000'), 'passed'],
    ['is a user whose name begins so', user('rootless'), 'passed'],
    ['is in the group of root', user('1000:0'), 'passed'],
    ['is root', user('0:0'), 'violated', 'container "app" runs as root'],
    ['is root by name', user('root'), 'violated', 'runs as root'],
    ['is root by number', user(0), 'violated', 'runs as root'],
    ['is that of the image', one(task({})), 'undecided', 'container "app" has no user, so its image decides'],
    ['is empty', user(''), 'undecided', 'its image decides'],
  ),
  ...of(
    'read-only-root',
    ['is read-only', one(task({ readonlyRootFilesystem: true })), 'passed'],
    [
      'is writable',
      one(task([{ readonlyRootFilesystem: true }, { name: 'side' }])),
      'violated',
      'the root file system of container "side" is writable',
    ],
  ),
  ...of(
    'cpu-and-memory',
    ['has both on the task', one(task({}, { cpu: '256', memory: '512' })), 'passed'],
    ['has both on the container', one(task({ cpu: 256, memory: 512 })), 'passed'],
    ['has one here and one there', one(task({ cpu: 256 }, { memory: '512' })), 'passed'],
    ['will have both', one({ ...task({}), unknown: { cpu: true, memory: true } }), 'passed'],
    ['has no memory', one(task({ cpu: 256 })), 'violated', 'neither the task nor container "app" has memory'],
    [
      'has no CPU',
      one(task({ cpu: 0, memory: 512 })),
      'violated',
      'neither the task nor container "app" has cpu',
    ],
  ),
];
