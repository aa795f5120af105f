import * as v from 'valibot';
import { clusterName, kmsKeyArn, policyArn, region } from './aws-names';
import { backend } from './backend-options';
import { closedObject } from './closed-object';
import { keysOfTheseRegions, oneTrail, vpcInOneRegion } from './conflicts';
import { lambda, vpc } from './lambda-options';
import { cloudTrail, existingTrail } from './trail-options';
import { listOrNone, oneOf, orNull } from './written-as';

/**
 * What is decided when the stacks are synthesised: their structure. Values (names, times, tags) are Terraform
 * variables instead, so that one synthesised output serves every environment.
 */
const eachOption = closedObject({
  /** None: one reporter, in the region Terraform's AWS provider finds by itself. */
  regions: listOrNone(region, 'AWS region'),
  trigger: v.optional(
    oneOf(
      ['s3-notification', 'eventbridge'],
      '"s3-notification" owns the notification document of the bucket; "eventbridge" leaves it alone.',
    ),
    's3-notification',
  ),
  cloudTrail,
  existingTrail,
  /** The keys of the transcript bucket and of the API token. */
  kmsKeyArns: listOrNone(kmsKeyArn, 'KMS key ARN'),
  vpc,
  permissionsBoundaryArn: orNull(policyArn),
  tokenSource: v.optional(
    oneOf(
      ['parameter-store', 'secrets-manager'],
      'Either way kosli_api_token_ssm_parameter_name names where the token is.',
    ),
    'parameter-store',
  ),
  lambda,
  backend,
  /** ECS clusters whose tasks the function may describe. None named: all of the account and region. */
  clusters: listOrNone(clusterName, 'cluster name'),
});

/** A partial check speaks as soon as the options it compares are sound by themselves, whatever else is wrong. */
export const optionsSchema = v.pipe(
  eachOption,
  v.partialCheck([['cloudTrail'], ['existingTrail']], oneTrail.holds, oneTrail.otherwise),
  v.partialCheck([['vpc'], ['regions']], vpcInOneRegion.holds, vpcInOneRegion.otherwise),
  v.partialCheck([['kmsKeyArns'], ['regions']], keysOfTheseRegions.holds, keysOfTheseRegions.otherwise),
);

export type EvidenceReporterOptions = v.InferOutput<typeof optionsSchema>;
