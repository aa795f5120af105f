import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { ApiToken } from '../ports';
import { SetupError } from '../reporter-error';
import { beginTime, within } from '../time';
import { toReporterError } from './to-reporter-error';

/**
 * A read is shared by whoever waits for the token, in this invocation or the next, so it has a time limit of its own: otherwise
 * one that hangs would hang every invocation after it.
 */
const MAX_READ_MS = 15_000;

const TOKEN_CHARACTERS = /^[\x20-\x7e]+$/;

/**
 * The token in a Parameter Store parameter; with the name `/aws/reference/secretsmanager/<secret>`, in a secret.
 *
 * @throws SetupError, naming the parameter, when it is missing, empty or out of reach
 */
export const apiTokenParameter = (ssm: SSMClient, name: string): ApiToken => {
  let token: Promise<string> | null = null;
  const fetchToken = async (): Promise<string> => {
    const time = beginTime(MAX_READ_MS);
    try {
      const ask = new GetParameterCommand({ Name: name, WithDecryption: true });
      const { Parameter } = await within(time, ssm.send(ask, { abortSignal: time.signal }));
      const value = Parameter?.Value?.trim() ?? '';
      if (value === '')
        throw new SetupError(`SSM parameter "${name}" is empty; put the Kosli API token into it.`);
      // The error of a request with a malformed header would repeat the whole token.
      if (!TOKEN_CHARACTERS.test(value)) {
        throw new SetupError(
          `SSM parameter "${name}" holds characters that a token cannot have (a line break, or not ASCII); expected the bare token, not JSON. Put the Kosli API token into it.`,
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
  const readAgain = () => {
    const reading = fetchToken();
    token = reading;
    // A failed read is not remembered, so that the next message finds a parameter that was mended.
    reading.catch(() => {
      if (token === reading) token = null;
    });
    return reading;
  };
  return { read: () => token ?? readAgain(), readAgain };
};
