import { SSMClient } from '@aws-sdk/client-ssm';
import { isKosliHost } from '../../lambda/settings';
import { DEPLOYMENT_OPTIONS, type GivenDeployment } from '../deployment/deployment-options';
import { readDeployment } from '../deployment/read-deployment';
import { CommandError } from '../exit-code';
import type { DeploymentPlan } from './plan';

/** What the command line says about a deployment. */
export interface GivenPlan {
  readonly function: string | undefined;
  readonly region: string | undefined;
  readonly bucket: string | undefined;
  readonly prefix: string | undefined;
  readonly kosliOrg: string | undefined;
  readonly kosliFlow: string | undefined;
  readonly kosliHost: string | undefined;
  readonly tokenParameter: string | undefined;
}

const regionOf = async (given: string | undefined): Promise<string> => {
  if (given !== undefined) return given;
  const client = new SSMClient({});
  try {
    return await client.config.region();
  } catch (error) {
    throw new CommandError('There is no AWS region: give --region, or set AWS_REGION.', { cause: error });
  } finally {
    client.destroy();
  }
};

const deployedPlan = async (given: GivenDeployment): Promise<DeploymentPlan> => {
  const { functionName, accountId, region, settings, configuration } = await readDeployment(given);
  return {
    region,
    bucket: settings.transcriptBucket,
    prefix: settings.transcriptPrefix,
    kosli: settings.kosli,
    deployed: { functionName, accountId, settings, configuration },
  };
};

/** Options that say what will be deployed, as they are typed. */
const PLANNED = {
  bucket: '--bucket',
  prefix: '--prefix',
  kosliOrg: '--kosli-org',
  kosliFlow: '--kosli-flow',
  kosliHost: '--kosli-host',
  tokenParameter: '--token-parameter',
} as const;
const REQUIRED = ['bucket', 'kosliOrg', 'kosliFlow'] as const;

const isGiven = (given: GivenPlan, name: keyof typeof PLANNED): boolean => given[name] !== undefined;

/**
 * What is deployed, by its function; or what will be, as soon as one of the options says so.
 *
 * @throws CommandError when the function cannot be read, or the options contradict each other or say too little
 */
export const readPlan = async (given: GivenPlan): Promise<DeploymentPlan> => {
  const names = Object.keys(PLANNED) as (keyof typeof PLANNED)[];
  const planned = names.filter((name) => isGiven(given, name)).map((name) => PLANNED[name]);
  if (planned.length === 0)
    return deployedPlan({
      function: given.function ?? DEPLOYMENT_OPTIONS.function.default,
      region: given.region,
    });
  if (given.function !== undefined)
    throw new CommandError(
      `--function was given together with ${planned.join(', ')}: the function says what its settings are. Give the one or the others.`,
    );
  const { bucket, prefix = '', kosliOrg, kosliFlow, kosliHost = 'https://app.kosli.com' } = given;
  if (bucket === undefined || kosliOrg === undefined || kosliFlow === undefined) {
    const missing = REQUIRED.filter((name) => !isGiven(given, name)).map((name) => PLANNED[name]);
    throw new CommandError(
      `${planned.join(', ')} say what will be deployed; ${missing.join(' and ')} must be given as well. Without any of them the deployed function is looked at.`,
    );
  }
  if (!isKosliHost(kosliHost))
    throw new CommandError(`--kosli-host is "${kosliHost}", expected an https URL (http only for loopback).`);
  const tokenParameter = given.tokenParameter ?? 'kosli_api_token';
  return {
    region: await regionOf(given.region),
    bucket,
    prefix,
    kosli: { host: kosliHost.replace(/\/+$/, ''), org: kosliOrg, flow: kosliFlow, tokenParameter },
    deployed: null,
  };
};
