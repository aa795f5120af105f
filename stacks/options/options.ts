import * as v from 'valibot';
import { region } from './aws-names';
import { backend } from './backend-options';
import { closedObject } from './closed-object';
import { oneCloudTrail } from './conflicts';
import { lambda } from './lambda-options';
import { flag, oneOf, optionalList, orNull } from './option-types';
import { scheduleOrFalse } from './schedule';

/**
 * The options decide the structure of the stacks when they are synthesised. Values (names, ids, times, tags) are Terraform
 * variables instead, so that one synthesised output serves every account.
 */
const eachOption = closedObject({
  /** Empty: one reporter, in the region Terraform's AWS provider is configured with. */
  regions: optionalList(region, 'AWS region'),
  trigger: v.optional(
    oneOf(
      ['s3-notification', 'eventbridge'],
      '"s3-notification" owns the notification configuration of the bucket; "eventbridge" leaves it alone, so use it for a bucket ' +
        'with notifications of somebody else or of another module. To change it later, keep to the order in docs/terraform.md: ' +
        'when Terraform removes a notification it removes the whole configuration, EventBridge included.',
    ),
    's3-notification',
  ),
  /** Creates a CloudTrail trail, in a stack of its own. */
  cloudTrail: flag(
    'The CloudTrail trail is configured with Terraform variables: cloudtrail_bucket_name, cloudtrail_name, ' +
      'cloudtrail_organization_id, cloudtrail_retention_days and cloudtrail_kms_key_arn.',
  ),
  /** Uses a CloudTrail trail that the account or its organization has already. */
  existingCloudTrail: flag(
    'Terraform variables say which CloudTrail trail it is: cloudtrail_bucket_name, cloudtrail_prefix, cloudtrail_organization_id and, ' +
      'for its key, kms_key_arns.',
  ),
  /** Reports sessions when they are opened. Null: where a CloudTrail trail is configured, without which no rule sees a call. */
  liveSessions: orNull(
    v.boolean(
      'expected true or false. EventBridge shows calls only in a region that a CloudTrail trail records, so leave the option ' +
        'out where cloudTrail or existingCloudTrail says that there is one, and write true where there is another one.',
    ),
  ),
  /** How often what is missing is looked for. False: never, and no daily statement is made either. */
  reconcile: v.optional(scheduleOrFalse, 'rate(1 hour)'),
  /** Creates a CloudWatch dashboard. */
  dashboard: v.optional(
    v.boolean(
      'expected true or false. AWS bills a dashboard once the account has more than three; false deploys none.',
    ),
    true,
  ),
  /** Runs the function in a VPC. */
  vpc: flag(
    'The subnets and security groups are Terraform variables: vpc_subnet_ids and vpc_security_group_ids.',
  ),
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

/** A partial check runs as soon as the options it compares are valid by themselves, whatever else is wrong. */
export const optionsSchema = v.pipe(
  eachOption,
  v.partialCheck([['cloudTrail'], ['existingCloudTrail']], oneCloudTrail.isMet, oneCloudTrail.message),
  v.transform((options) => ({
    ...options,
    liveSessions: options.liveSessions ?? (options.cloudTrail || options.existingCloudTrail),
  })),
);

export type EvidenceReporterOptions = v.InferOutput<typeof optionsSchema>;
