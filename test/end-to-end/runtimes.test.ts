import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { stackOf } from '../stacks/synthesise';
import { runFirst } from './run-first';
import { endSession, poll, trails } from './sessions';
import { stages } from './stage';

describeOnRuntime('the deployment package', () => {
  const openStage = stages();

  it('is tested on the Node that the stack asks for, unless another was chosen', async () => {
    const [asked] = Object.values(stackOf({}).resource.aws_lambda_function ?? {});
    const { LAMBDA_NODE_MAJOR: chosen } = process.env;
    const stage = await openStage();
    await runFirst(stage, "return 'nodejs' + process.versions.node.split('.')[0] + '.x';");
    expect(await stage.reporter.invoke({ Records: [] })).toMatchObject({
      kind: 'returned',
      result: chosen === undefined ? asked?.runtime : `nodejs${chosen}.x`,
    });
  });

  it('says that its environment has no credentials, and reports once it has', async () => {
    const stage = await openStage();
    const putBack = await runFirst(stage, 'delete process.env.AWS_SECRET_ACCESS_KEY;');
    await endSession(stage);
    const { deliveries } = await poll(stage);
    expect(deliveries).toMatchObject([{ deleted: false }]);
    expect(stage.reporter.logs()).toContain("The function's environment has no credentials");
    expect(Object.keys(trails(stage))).toEqual([]);
    await putBack();
    await stage.mapping.passTime();
    await poll(stage);
    expect(Object.values(trails(stage))).toEqual([['user-identity', 'service-identity', 'command-logs']]);
  });
});
