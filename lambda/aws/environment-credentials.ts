import { SetupError } from '../reporter-error';

/** What signs requests. */
interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const credentialsOf = ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  AWS_SESSION_TOKEN: sessionToken,
}: NodeJS.ProcessEnv): Credentials => {
  if (!accessKeyId || !secretAccessKey) {
    throw new SetupError(
      "The function's environment has no credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are expected there. Lambda sets them to those of the function's role; see that the role exists and nothing unsets them.",
    );
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
};

/**
 * In the bundle this takes the place of the SDK's default chain, which also knows profiles, sign-in and metadata services: a
 * function only ever has its environment's credentials, and the chain is a tenth of what a cold start has to load. The
 * environment is read for every request, so that renewed credentials are used at once.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export const defaultProvider = () => async (): Promise<Credentials> => credentialsOf(process.env);
