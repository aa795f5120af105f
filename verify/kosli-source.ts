import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import ky, { HTTPError } from 'ky';
import { REQUEST_LIMITS, withLimitedCalls } from '../cli/deployment/limited-calls';
import { type Sources, UncheckableError } from './sources';

/** Where the attestations are. */
export interface KosliPlace {
  /** URL without a slash at its end. */
  readonly host: string;
  readonly org: string;
  readonly flow: string;
}

/** The token of the environment, or else of the parameter; never shown. */
export const readToken = async (
  fromEnvironment: string | undefined,
  region: string,
  parameter: string,
): Promise<string> => {
  if (fromEnvironment !== undefined && fromEnvironment.trim() !== '') return fromEnvironment.trim();
  try {
    const ssm = withLimitedCalls(new SSMClient({ region, ...REQUEST_LIMITS }));
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: parameter, WithDecryption: true }));
    if (Parameter?.Value?.trim()) return Parameter.Value.trim();
    throw new Error('it is empty');
  } catch (error) {
    throw new UncheckableError(
      `there is no Kosli API token: KOSLI_API_TOKEN is not set, and SSM parameter "${parameter}" could not be read ` +
        `(${error instanceof Error ? error.message : error}). Set one of them.`,
    );
  }
};

const messageOf = async (response: Response): Promise<string> => (await response.text()).slice(0, 500);

/** The bytes of an answer; a connection that breaks does not show what the answer was, so nothing is said of it. */
async function* bytesOf(body: AsyncIterable<Uint8Array>, asked: string): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw new UncheckableError(`${asked}, and the answer broke off: ${error}`);
  }
}

/** The attestations of a flow, with GET requests only. */
export const kosliSource = (
  { host, org, flow }: KosliPlace,
  token: string,
): Pick<Sources, 'attestations'> => ({
  attestations: async (trail, name) => {
    const asked = `Kosli (${host}) was asked for ${name} of trail "${trail}"`;
    const path = ['attestations', org, flow, 'trail', trail, name].map(encodeURIComponent).join('/');
    try {
      const response = await ky.get(`${host}/api/v2/${path}`, {
        headers: { authorization: `Bearer ${token}` },
        timeout: 120_000,
        retry: { limit: 3, backoffLimit: 10_000, jitter: true },
      });
      if (response.body === null) throw new Error('it has no body');
      return bytesOf(response.body, asked);
    } catch (error) {
      if (!(error instanceof HTTPError))
        throw new UncheckableError(
          `${asked} and gave no answer that can be read: ${error instanceof Error ? error.message : error}`,
        );
      // ky's error holds the request, and with it the token, so only the answer is kept.
      const answer = (await messageOf(error.response)).replaceAll(token, '[API token]');
      if (error.response.status === 404 && /Trail with name/.test(answer)) return null;
      throw new UncheckableError(`${asked} and answered ${error.response.status}: ${answer}`);
    }
  },
});
