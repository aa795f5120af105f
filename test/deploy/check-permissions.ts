import { runSimulation } from '@cloud-copilot/iam-simulate';
import { ACCOUNT_ID } from '../../stand-ins/account';
import { TOKEN_PARAMETER } from '../../stand-ins/stage';
import type { Deployed } from './terraform/deployed';

/** A call of the function: on a resource of its own, and on one it must not touch. */
interface Call {
  readonly action: string;
  /** Null: none. */
  readonly own: string | null;
  readonly foreign: string | null;
}

const variable = (deployed: Deployed, name: string): string => {
  const value = deployed.function.environment[0].variables[name];
  if (value === undefined) throw new Error(`the deployed function has no ${name} in its environment`);
  return value;
};

/** What was deployed decides what is the function's own. */
export interface PermissionScope {
  readonly region: string;
  readonly transcriptKey: string;
  /** None: all clusters of the region. */
  readonly clusters: readonly string[];
  readonly tokenSource: 'parameter-store' | 'secrets-manager';
  readonly rules: readonly string[];
}

const arnIn =
  (region: string) =>
  (service: string, resource: string): string =>
    `arn:aws:${service}:${region}:${ACCOUNT_ID}:${resource}`;

const queueCalls = (deployed: Deployed, region: string): Call[] => {
  const arnOf = (name: string) => arnIn(region)('sqs', name);
  const ownArn = (name: string) => arnOf(new URL(variable(deployed, name)).pathname.split('/').at(-1) ?? '');
  const transcripts = ownArn('QUEUE_URL');
  const actions = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes', 'ChangeMessageVisibility'];
  return [
    ...actions.map((action) => ({ action: `sqs:${action}`, own: transcripts, foreign: arnOf('orders') })),
    { action: 'sqs:SendMessage', own: ownArn('DEAD_LETTER_QUEUE_URL'), foreign: arnOf('orders') },
  ];
};

/** To look for what is missing; with no schedule nothing of this is allowed. */
const reconcileCalls = (deployed: Deployed, { region, clusters, rules }: PermissionScope): Call[] => {
  const arn = arnIn(region);
  const queue = arn('sqs', new URL(variable(deployed, 'QUEUE_URL')).pathname.split('/').at(-1) ?? '');
  const role = (account: string) => `arn:aws:iam::${account}:role/task`;
  const calls = [
    { action: 'sqs:SendMessage', own: queue, foreign: arn('sqs', 'orders') },
    {
      action: 'ecs:DescribeClusters',
      own: arn('ecs', 'cluster/production'),
      foreign:
        clusters.length > 0
          ? arn('ecs', 'cluster/staging')
          : arnIn('ap-southeast-2')('ecs', 'cluster/production'),
    },
    { action: 'ecs:DescribeTaskDefinition', own: '*', foreign: null },
    { action: 'iam:SimulatePrincipalPolicy', own: role(ACCOUNT_ID), foreign: role('444455556666') },
  ];
  return rules.includes('reconcile')
    ? calls
    : calls.map(({ action, own }) => ({ action, own: null, foreign: own }));
};

const tokenCalls = (deployed: Deployed, { region, tokenSource }: PermissionScope): Call[] => {
  const arn = arnIn(region);
  const parameter = variable(deployed, 'KOSLI_API_TOKEN_PARAMETER').replace(/^\//, '');
  const secret = (name: string) => arn('secretsmanager', `secret:${name}-a1B2c3`);
  return [
    {
      action: 'ssm:GetParameter',
      own: arn('ssm', `parameter/${parameter}`),
      foreign: arn('ssm', 'parameter/database'),
    },
    ...(tokenSource === 'secrets-manager'
      ? [
          {
            action: 'secretsmanager:GetSecretValue',
            own: secret(TOKEN_PARAMETER),
            foreign: secret('database'),
          },
        ]
      : []),
  ];
};

const callsOf = (deployed: Deployed, scope: PermissionScope): Call[] => {
  const { region, transcriptKey, clusters } = scope;
  const bucket = variable(deployed, 'TRANSCRIPT_BUCKET');
  const task = 'task/production/8a58117dac38436ba5547e9da5d3ac3d';
  return [
    ...queueCalls(deployed, region),
    ...['s3:GetObject', 's3:GetObjectVersion'].map((action) => ({
      action,
      own: `arn:aws:s3:::${bucket}/${transcriptKey}`,
      foreign: `arn:aws:s3:::payroll/${transcriptKey}`,
    })),
    ...tokenCalls(deployed, scope),
    ...reconcileCalls(deployed, scope),
    {
      action: 'ecs:DescribeTasks',
      own: arnIn(region)('ecs', task),
      foreign:
        clusters.length > 0
          ? arnIn(region)('ecs', task.replace('production', 'staging'))
          : arnIn('ap-southeast-2')('ecs', task),
    },
    // These take no resource, so there is no foreign one.
    { action: 'cloudtrail:LookupEvents', own: '*', foreign: null },
    { action: 'ssm:DescribeSessions', own: '*', foreign: null },
  ];
};

const isAllowed = async (policy: unknown, action: string, resource: string): Promise<boolean> => {
  const answer = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${ACCOUNT_ID}:role/reporter`,
        action,
        resource: { resource, accountId: ACCOUNT_ID },
        contextVariables: {},
      },
      identityPolicies: [{ name: 'deployed', policy }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (answer.resultType === 'error') throw new Error(`${action}: ${JSON.stringify(answer.errors)}`);
  return answer.overallResult === 'Allowed';
};

/**
 * Asks IAM about every call of the function under the policy that was deployed.
 *
 * @returns how many calls were asked about
 * @throws Error naming what is refused that should not be, or the other way round
 */
export const checkPermissions = async (deployed: Deployed, scope: PermissionScope): Promise<number> => {
  const calls = callsOf(deployed, scope);
  const wrong: string[] = [];
  for (const { action, own, foreign } of calls) {
    if (own !== null && !(await isAllowed(deployed.policy, action, own)))
      wrong.push(`${action} is refused on ${own}`);
    if (foreign !== null && (await isAllowed(deployed.policy, action, foreign)))
      wrong.push(`${action} is allowed on ${foreign}`);
  }
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return calls.length;
};
