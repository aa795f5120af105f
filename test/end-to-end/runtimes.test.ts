import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { stackOf } from '../stacks/synthesise';
import { runFirst } from './run-first';
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
});
