import { awsAnswer } from '../../../cli/deployment/aws-answer';
import { readDeployment } from '../../../cli/deployment/read-deployment';
import { CommandError } from '../../../cli/exit-code';
import { CREDENTIALS, REGION } from '../../../stand-ins/account';
import { type LambdaApi, openLambdaApi } from '../../../stand-ins/aws/lambda';
import { setEnvironment } from '../environment';

const NAME = 'ecs-exec-evidence-reporter';
const ARN = `arn:aws:lambda:${REGION}:111122223333:function:${NAME}`;
const VARIABLES = {
  KOSLI_HOST: 'https://app.kosli.com',
  KOSLI_ORG: 'acme',
  KOSLI_FLOW: 'production-access',
  KOSLI_API_TOKEN_PARAMETER: 'kosli_api_token',
  TRAIL_NAME_TEMPLATE: '{principalId}',
  IDENTITY_DEADLINE_MINUTES: '120',
  TRANSCRIPT_BUCKET: 'acme-exec-transcripts',
  TRANSCRIPT_PREFIX: 'production/',
  TRANSCRIPT_GRACE_MINUTES: '180',
  TRANSCRIPT_ATTACHMENT: 'attach',
  PREVIEW_CHARACTERS: '500',
  QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/reporter',
  DEAD_LETTER_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/dead',
};
const deployed = {
  FunctionArn: ARN,
  FunctionName: NAME,
  Role: 'arn:aws:iam::111122223333:role/reporter',
  Environment: { Variables: VARIABLES },
};

describe('the deployed function', () => {
  let lambda: LambdaApi;
  let restore = () => {};
  beforeEach(async () => {
    lambda = await openLambdaApi();
    restore = setEnvironment({
      AWS_ENDPOINT_URL_LAMBDA: lambda.url,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AWS_REGION: undefined,
      AWS_DEFAULT_REGION: undefined,
      AWS_PROFILE: undefined,
      AWS_CONFIG_FILE: '/nonexistent',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    });
  });
  afterEach(async () => {
    restore();
    await lambda.close();
  });

  const read = (name = NAME, region: string | undefined = REGION) =>
    readDeployment({ function: name, region });

  it('says what the settings, the account and the region are', async () => {
    lambda.deploy(deployed);
    expect(await read()).toMatchObject({
      functionName: NAME,
      functionArn: ARN,
      region: REGION,
      accountId: '111122223333',
      settings: { transcriptBucket: 'acme-exec-transcripts', transcriptPrefix: 'production/' },
      configuration: { Role: deployed.Role },
    });
  });

  it('is found by its ARN, in the region of the ARN', async () => {
    lambda.deploy(deployed);
    expect(await readDeployment({ function: ARN, region: undefined })).toMatchObject({ region: REGION });
  });

  it('that does not exist is named with its region, and with what to do', async () => {
    await expect(read('reporter')).rejects.toThrow(
      /^Lambda GetFunctionConfiguration of "reporter" in eu-central-1 was refused: ResourceNotFoundException: Function not found: reporter\. .*--function.*--region/,
    );
  });

  it('that may not be read is an error which says what is needed', async () => {
    lambda.deny('lambda:GetFunctionConfiguration');
    const reading = read();
    await expect(reading).rejects.toThrow(/AccessDeniedException.*lambda:GetFunctionConfiguration/);
    await expect(reading).rejects.toBeInstanceOf(CommandError);
  });

  it('of another kind is not taken for the reporter', async () => {
    lambda.deploy({ ...deployed, Environment: { Variables: { ...VARIABLES, QUEUE_URL: '' } } });
    await expect(read()).rejects.toThrow(/not the evidence reporter; .*QUEUE_URL is empty/);
  });

  it('whose environment cannot be decrypted is an error which says so', async () => {
    const refused = { ErrorCode: 'AccessDeniedException', Message: 'no kms:Decrypt' };
    lambda.deploy({ ...deployed, Environment: { Error: refused } });
    await expect(read()).rejects.toThrow(/does not show the environment.*no kms:Decrypt.*decrypt/);
  });

  it('cannot be read without a region or credentials, which is said', async () => {
    await expect(readDeployment({ function: NAME, region: undefined })).rejects.toThrow(
      'There is no AWS region: give --region, or set AWS_REGION.',
    );
    const unsigned = Object.assign(new Error('Could not load credentials'), {
      name: 'CredentialsProviderError',
    });
    await expect(awsAnswer('Lambda', '', Promise.reject(unsigned))).rejects.toThrow(
      /no credentials.*Sign in/,
    );
  });
});
