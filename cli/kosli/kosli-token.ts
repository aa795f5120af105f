import type { SSMClient } from '@aws-sdk/client-ssm';
import { apiTokenParameter } from '../../lambda/aws/api-token';
import type { ApiToken } from '../../lambda/ports';
import { CommandError } from '../exit-code';

// fetch's error for a malformed header would contain the whole token.
const TOKEN_CHARACTERS = /^[\x20-\x7e]+$/;

/**
 * The token of `KOSLI_API_TOKEN`, else of the parameter; never shown.
 *
 * @throws CommandError when the variable has what no token has
 */
export const kosliToken = (
  ssm: SSMClient,
  parameter: string,
  env: Readonly<Record<string, string | undefined>>,
): ApiToken => {
  const token = env.KOSLI_API_TOKEN?.trim() ?? '';
  if (token === '') return apiTokenParameter(ssm, parameter);
  if (!TOKEN_CHARACTERS.test(token))
    throw new CommandError(
      'KOSLI_API_TOKEN contains characters that a token cannot have; put the bare token into it, or unset it to use the SSM parameter.',
    );
  return { read: async () => token, refresh: async () => token };
};
