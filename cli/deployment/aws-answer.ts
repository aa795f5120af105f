import { toReporterError } from '../../lambda/aws/to-reporter-error';
import { ReporterError } from '../../lambda/reporter-error';
import { CommandError } from '../exit-code';

export const NO_CREDENTIALS =
  /^(CredentialsProviderError|TokenProviderError|UnrecognizedClientException|InvalidClientTokenId|ExpiredToken(Exception)?)$/;

/**
 * A failure to ask AWS as one that a command ends with; anything that is a mistake of ours is returned unchanged.
 *
 * @param doing what was asked, for example `Lambda GetFunctionConfiguration of "reporter"`
 * @param advice what to do when it was refused
 */
export const toCommandError = (doing: string, error: unknown, advice: string): unknown => {
  if (error instanceof CommandError) return error;
  if (error instanceof Error && NO_CREDENTIALS.test(error.name))
    return new CommandError(
      `${doing} could not be asked: AWS accepted no credentials (${error.message}). Sign in, for example with "aws sso login", or set AWS_PROFILE.`,
      { cause: error },
    );
  const known = toReporterError(doing, error, advice);
  return known instanceof ReporterError ? new CommandError(known.message, { cause: error }) : known;
};

/** @throws CommandError when AWS refused or did not answer; see `toCommandError` */
export const awsAnswer = async <Answer>(
  doing: string,
  advice: string,
  asking: Promise<Answer>,
): Promise<Answer> => {
  try {
    return await asking;
  } catch (error) {
    throw toCommandError(doing, error, advice);
  }
};
