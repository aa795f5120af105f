import * as v from 'valibot';
import { region } from './aws-names';
import { backend } from './backend-options';
import { closedObject } from './closed-object';
import { oneCloudTrail } from './conflicts';
import { lambda } from './lambda-options';
import { flag, oneOf, optionalList } from './option-types';

/**
 * What is decided when the stacks are synthesised: their structure. Values (names, ids, times, tags) are Terraform
 * variables instead, so that one synthesised output serves every account.
 */
const eachOption = closedObject({
  /** None: one reporter, in the region Terraform's AWS provider finds by itself. */
  regions: optionalList(region, 'AWS region'),
  trigger: v.optional(
    oneOf(
      ['s3-notification', 'eventbridge'],
      '"s3-notification" owns the notification document of the bucket; "eventbridge" leaves it alone, and is the one for a bucket ' +
        'with notifications of somebody else or of another module. To change it later, keep to the order in docs/terraform.md: a ' +
        'notification that Terraform removes takes the whole document along, EventBridge included.',
    ),
    's3-notification',
  ),
  /** A trail of our own. */
  cloudTrail: flag(
    'What is special about the trail are Terraform variables: cloudtrail_bucket_name, cloudtrail_name, ' +
      'cloudtrail_organization_id, cloudtrail_retention_days and cloudtrail_kms_key_arn.',
  ),
  /** A trail the account or its organization has already. */
  existingCloudTrail: flag(
    'Which trail it is are Terraform variables: cloudtrail_bucket_name, cloudtrail_prefix, cloudtrail_organization_id and, ' +
      'for its key, kms_key_arns.',
  ),
  /** Where the function runs when it may not reach the internet by itself. */
  vpc: flag('Where in it are Terraform variables: vpc_subnet_ids and vpc_security_group_ids.'),
  tokenSource: v.optional(
    oneOf(
      ['parameter-store', 'secrets-manager'],
      'Either way kosli_api_token_ssm_parameter_name names where the token is.',
    ),
    'parameter-store',
  ),
  lambda,
  backend,
});

/** A partial check speaks as soon as the options it compares are sound by themselves, whatever else is wrong. */
export const optionsSchema = v.pipe(
  eachOption,
  v.partialCheck([['cloudTrail'], ['existingCloudTrail']], oneCloudTrail.holds, oneCloudTrail.otherwise),
);

export type EvidenceReporterOptions = v.InferOutput<typeof optionsSchema>;
