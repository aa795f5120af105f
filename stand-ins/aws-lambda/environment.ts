import { CREDENTIALS } from '../account';

/** What Lambda adds to a function's own environment, and where its clients find the stand-ins. */
export const lambdaEnvironment = ({
  region,
  endpoints,
  disk,
}: {
  readonly region: string;
  /** URLs by variable: `AWS_ENDPOINT_URL` for all services, `AWS_ENDPOINT_URL_<service>` for one. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** A folder for what the function sees as its disk. */
  readonly disk: string;
}): Readonly<Record<string, string>> => ({
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  HOME: disk,
  TMPDIR: disk,
  ...endpoints,
});
