import type { Deployment } from '../deployment/read-deployment';

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that `verify` cannot do without, and the options that replace them. */
const REQUIRED = {
  AWS_ACCOUNT_ID: 'account',
  AWS_REGION: 'region',
  KOSLI_ORG: 'kosli-org',
  KOSLI_FLOW: 'kosli-flow',
} as const;

const isSet = (value: unknown): boolean => value !== undefined && value !== '';

/** Whether everything is given that has no default. */
export const isSufficient = (given: Readonly<Record<string, unknown>>, env: Environment): boolean =>
  Object.entries(REQUIRED).every(([variable, option]) => isSet(given[option]) || isSet(env[variable]));

/** What the deployed function says, in the variables that `verify` reads. */
const variablesOf = ({ accountId, region, settings }: Deployment, ownBucket: boolean): Environment => {
  const { kosli, cloudTrail } = settings;
  return {
    AWS_ACCOUNT_ID: accountId,
    AWS_REGION: region,
    KOSLI_HOST: kosli.host,
    KOSLI_ORG: kosli.org,
    KOSLI_FLOW: kosli.flow,
    KOSLI_API_TOKEN_PARAMETER: kosli.tokenParameter,
    TRAIL_NAME_TEMPLATE: settings.trailNameTemplate,
    TRANSCRIPT_GRACE_MINUTES: String(settings.transcriptGraceMinutes),
    // Prefix and organization are of the function's bucket, and of no other.
    ...(cloudTrail !== null &&
      !ownBucket && {
        CLOUDTRAIL_BUCKET: cloudTrail.bucket,
        CLOUDTRAIL_PREFIX: cloudTrail.prefix,
        CLOUDTRAIL_ORGANIZATION_ID: cloudTrail.organizationId ?? undefined,
      }),
  };
};

/** The environment, and what the deployed function says where that says nothing. */
export const withDeployment = (
  env: Environment,
  given: Readonly<Record<string, unknown>>,
  deployment: Deployment,
): Environment => {
  const ownBucket = isSet(given['cloudtrail-bucket']) || isSet(env.CLOUDTRAIL_BUCKET);
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => isSet(value)));
  return { ...variablesOf(deployment, ownBucket), ...set };
};
