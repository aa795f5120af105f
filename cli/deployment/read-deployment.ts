import {
  type FunctionConfiguration,
  GetFunctionConfigurationCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { parseSettings, type Settings, SettingsError } from '../../lambda/settings';
import { CommandError } from '../exit-code';
import { awsAnswer } from './aws-answer';
import type { GivenDeployment } from './deployment-options';
import { REQUEST_LIMITS, withLimitedCalls } from './limited-calls';

/** A deployed reporter: the function says what its settings are. */
export interface Deployment {
  readonly functionName: string;
  readonly functionArn: string;
  readonly region: string;
  readonly accountId: string;
  readonly settings: Settings;
  /** As Lambda has it: role, runtime, timeout, when it was changed last. */
  readonly configuration: FunctionConfiguration;
}

const settingsOf = ({ FunctionArn, Environment }: FunctionConfiguration): Settings => {
  if (Environment?.Error !== undefined)
    throw new CommandError(
      `Lambda does not show the environment of ${FunctionArn}: ${Environment.Error.ErrorCode}: ${Environment.Error.Message}. Use credentials that may decrypt with the key of the function's environment.`,
    );
  try {
    return parseSettings(Environment?.Variables ?? {});
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new CommandError(
      `${FunctionArn} does not have the settings of this release, or is not the evidence reporter; name the one that is with --function. ${error.message}`,
      { cause: error },
    );
  }
};

/** The region that was given, or that of the AWS configuration. */
const regionOf = async (lambda: LambdaClient): Promise<string> => {
  try {
    return await lambda.config.region();
  } catch (error) {
    throw new CommandError('There is no AWS region: give --region, or set AWS_REGION.', { cause: error });
  }
};

/**
 * Reads the settings of the deployed function with lambda:GetFunctionConfiguration.
 *
 * @param given a name or an ARN, whose region counts where none is given
 * @throws CommandError when there is no such function, no permission, no region, or it is not the reporter
 */
export const readDeployment = async ({
  function: name,
  region: givenRegion,
}: GivenDeployment): Promise<Deployment> => {
  const [, ofArn] = /^arn:[\w-]+:lambda:([\w-]+):/.exec(name) ?? [];
  const wanted = givenRegion ?? ofArn;
  const lambda = withLimitedCalls(
    new LambdaClient({ ...REQUEST_LIMITS, ...(wanted !== undefined && { region: wanted }) }),
  );
  try {
    const region = await regionOf(lambda);
    const configuration = await awsAnswer(
      `Lambda GetFunctionConfiguration of "${name}" in ${region}`,
      'Give its name with --function and its region with --region, and use credentials of its account that may lambda:GetFunctionConfiguration.',
      lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name })),
    );
    const { FunctionArn = '', FunctionName = name } = configuration;
    // arn:aws:lambda:<region>:<account>:function:<name>
    const [, , , , accountId] = FunctionArn.split(':');
    if (accountId === undefined || accountId === '')
      throw new CommandError(`Lambda answered "${FunctionArn}" as the ARN of "${name}", expected one.`);
    return {
      functionName: FunctionName,
      functionArn: FunctionArn,
      region,
      accountId,
      settings: settingsOf(configuration),
      configuration,
    };
  } finally {
    lambda.destroy();
  }
};
