import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { SetupError } from '../reporter-error';
import { beginTime, within } from '../time';
import { toReporterError } from './to-reporter-error';

/**
 * A read is shared by whoever waits for the token, in this invocation or the next, so it has a time of its own: one that hung for
 * ever would be waited for for ever.
 */
const MAX_READ_MS = 15_000;

const TOKEN_CHARACTERS = /^[\x20-\x7e]+$/;

/** The Kosli API token, read at run time and kept in memory only. */
export interface ApiToken {
  /** The token, from memory after the first read. */
  readonly read: () => Promise<string>;
  /** The token as the parameter holds it now: for after a 401 or 403, when somebody may have rotated it. */
  readonly readAgain: () => Promise<string>;
}

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
      // What is no header value would stand, whole, in the error of the request that tried to send it.
      if (!TOKEN_CHARACTERS.test(value)) {
        throw new SetupError(
          `SSM parameter "${name}" holds characters no token has (a line break, or not ASCII); expected the bare token, no JSON. Put the Kosli API token into it.`,
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
