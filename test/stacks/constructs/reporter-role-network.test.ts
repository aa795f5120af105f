import { ACCOUNT, concretePolicy, REGION } from '../concrete-policy';
import { askAsReporter } from '../simulation';
import { stackOf } from '../synthesise';

// Stacks are synthesised and policies simulated, which takes a second each.
jest.setTimeout(30_000);

it('only Lambda itself may use the network permissions, and not the code of the function', async () => {
  const inVpc = concretePolicy(stackOf({ vpc: true }), 'reporter_permissions');
  const calls = inVpc.Statement.flatMap(({ Action }) => Action).filter((action) => action.startsWith('ec2:'));
  const resource = `arn:aws:ec2:${REGION}:${ACCOUNT}:network-interface/eni-0a1b2c3d`;
  for (const action of new Set(calls)) {
    const context = {
      'lambda:SourceFunctionArn': `arn:aws:lambda:${REGION}:${ACCOUNT}:function:ecs-exec-evidence-reporter`,
    };
    const on = action.startsWith('ec2:Describe') ? '*' : resource;
    expect([action, await askAsReporter(inVpc, { action, resource: on, context })]).toEqual([
      action,
      'ExplicitlyDenied',
    ]);
  }
});
