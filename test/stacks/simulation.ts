import { runSimulation } from '@cloud-copilot/iam-simulate';
import { ACCOUNT, type ConcretePolicy } from './concrete-policy';

export interface Call {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

const ask = async (
  principal: string,
  { action, resource, context = {} }: Call,
  policies: { readonly identity?: ConcretePolicy; readonly resource?: object },
): Promise<string> => {
  const answer = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: { ...context },
      },
      identityPolicies: policies.identity ? [{ name: 'identity', policy: policies.identity }] : [],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(policies.resource && { resourcePolicy: policies.resource }),
    },
    {},
  );
  if (answer.resultType === 'error') throw new Error(JSON.stringify(answer.errors));
  return answer.overallResult;
};

// The policy of a key has to delegate to IAM, as the default policy of AWS does.
const KEY_POLICY = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
  ],
};

/** What IAM answers to the reporter itself. */
export const askAsReporter = (permissions: ConcretePolicy, call: Call): Promise<string> =>
  ask(`arn:aws:iam::${ACCOUNT}:role/reporter`, call, {
    identity: permissions,
    ...(call.action.startsWith('kms:') && { resource: KEY_POLICY }),
  });

/** What a queue or bucket with this policy answers to a service, or to a role without permissions of its own. */
export const askResource = (policy: ConcretePolicy, principal: string, call: Call): Promise<string> =>
  ask(principal, call, { resource: policy });

const EVERYTHING = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'All', Effect: 'Allow', Action: ['*'], Resource: ['*'], Condition: {} }],
};

/** What it answers to an administrator, of the same account unless another is given. */
export const askAsAdmin = (policy: ConcretePolicy, call: Call, account = ACCOUNT): Promise<string> =>
  ask(`arn:aws:iam::${account}:role/admin`, call, { identity: EVERYTHING, resource: policy });
