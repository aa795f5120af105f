import { GetFunctionCommand, GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type LambdaApi, openLambdaApi } from '../../../stand-ins/aws/lambda';
import { at, refusalOf } from './clients';

describe("Lambda's stand-in", () => {
  const FunctionArn = 'arn:aws:lambda:eu-central-1:111122223333:function:reporter';
  let lambda: LambdaApi;
  let client: LambdaClient;
  beforeEach(async () => {
    lambda = await openLambdaApi();
    client = new LambdaClient(at(lambda.url));
    lambda.deploy({
      FunctionArn,
      FunctionName: 'reporter',
      Role: 'arn:aws:iam::111122223333:role/reporter',
      Environment: { Variables: { QUEUE_URL: 'x' } },
    });
  });
  afterEach(() => lambda.close());
  const describeFunction = (FunctionName: string) =>
    client.send(new GetFunctionConfigurationCommand({ FunctionName }));

  it('describes a function by its name and by its ARN', async () => {
    for (const name of ['reporter', FunctionArn])
      expect(await describeFunction(name)).toMatchObject({
        FunctionArn,
        Environment: { Variables: { QUEUE_URL: 'x' } },
      });
  });

  it('refuses a function that it does not know, a caller without permission or signature, and other operations', async () => {
    expect(await refusalOf(describeFunction('other'))).toBe('ResourceNotFoundException');
    const unsigned = await fetch(`${lambda.url}/2015-03-31/functions/reporter/configuration`);
    expect(unsigned.status).toBe(403);
    expect(await refusalOf(client.send(new GetFunctionCommand({ FunctionName: 'reporter' })))).toBe(
      'UnknownOperationException',
    );
    lambda.deny('lambda:GetFunctionConfiguration');
    expect(await refusalOf(describeFunction('reporter'))).toBe('AccessDeniedException');
  });
});
