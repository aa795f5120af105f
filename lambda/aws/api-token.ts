import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { ApiToken } from '../ports';
import { SetupError } from '../reporter-error';
import { beginTime, within } from '../time';
import { toReporterError } from './to-reporter-error';

/**
 * One read serves everything that waits for the token, in this invocation or the next, so it has a time limit of its own:
 * otherwise one that hangs would hang every invocation after it.
 */
const MAX_READ_MS = 15_000;

/** A secret may have 64 KB; no server takes a header of that. */
const MAX_TOKEN_CHARACTERS = 8_000;

const TOKEN_CHARACTERS = /^[\x20-\x7e]+$/;

/**
 * The token in a Parameter Store parameter, or in a secret when the name is `/aws/reference/secretsmanager/<secret>`.
 *
 * @throws SetupError naming the parameter, when it is missing, empty or not accessible
 */
export const apiTokenParameter = (ssm: SSMClient, name: string): ApiToken => {
  let token: Promise<string> | null = null;
  const fetchToken = async (): Promise<string> => {
    const time = beginTime(MAX_READ_MS);
    try {
      const command = new GetParameterCommand({ Name: name, WithDecryption: true });
      const { Parameter } = await within(time, ssm.send(command, { abortSignal: time.signal }));
      const value = Parameter?.Value?.trim() ?? '';
      if (value === '')
        throw new SetupError(`SSM parameter "${name}" is empty; put the Kosli API token into it.`);
      if (value.length > MAX_TOKEN_CHARACTERS)
        throw new SetupError(
          `SSM parameter "${name}" has ${value.length} characters; expected the bare token, at most ${MAX_TOKEN_CHARACTERS}. Put the Kosli API token into it.`,
        );
      // fetch's error for a malformed header would contain the whole token.
      if (!TOKEN_CHARACTERS.test(value)) {
        throw new SetupError(
          `SSM parameter "${name}" contains characters that a token cannot have (line breaks or non-ASCII characters); expected the bare token, not JSON. Put the Kosli API token into it.`,
        );
      }
      return value;
    } catch (error) {
      throw toReporterError(
        `SSM GetParameter "${name}"`,
        error,
        `Put the Kosli API token there (the stack's output token_command shows how), and let the function's role read and decrypt it.`,
      );
    } finally {
      time.end();
    }
  };
  const readAnew = () => {
    const reading = fetchToken();
    token = reading;
    // A failed read is not cached, so that the next message sees a parameter that has been fixed.
    reading.catch(() => {
      if (token === reading) token = null;
    });
    return reading;
  };
  const read = () => token ?? readAnew();
  return {
    read,
    refresh: async (refused) => {
      const before = token;
      const known = await read();
      if (known !== refused) return known;
      // A batch is refused as a whole; whoever of it comes first reads the token for all.
      return token === before ? readAnew() : read();
    },
  };
};
