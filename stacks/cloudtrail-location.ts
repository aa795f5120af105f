import { accountFolder, FILE_KINDS } from '../lambda/cloudtrail-log/account-folder';
import type { AwsLocation } from './constructs/aws-location';
import { expression } from './constructs/expression';
import type { EvidenceReporterOptions } from './options/options';
import type { DeclareValues } from './values';
import { EXISTING_CLOUDTRAIL_VARIABLES, OWN_CLOUDTRAIL_VARIABLES } from './variables';
import { DEFAULT_BUCKET_PREFIX } from './variables/cloudtrail';

/** Where the files of a CloudTrail trail are, in values that Terraform evaluates. */
export interface CloudTrailLocation {
  readonly bucketName: string;
  /** What stands before `AWSLogs/`: nothing, or ends in a slash. */
  readonly prefix: string;
  /** Empty: it belongs to this account alone. */
  readonly organizationId: string;
  /** Which CloudTrail trail it is, for texts. */
  readonly label: string;
}

/** `${var.x}/`, or nothing when it is empty. */
const folder = (name: string): string => expression`trimprefix("${name}/", "/")`;

/**
 * The bucket of the stack `cloudtrail`. Both stacks compute its name from the same variable and the account, so that neither
 * has to read the state of the other. It does not contain the region: one CloudTrail trail serves the reporters of all regions.
 *
 * @param bucketName null for the default
 */
export const ownCloudTrailBucket = (bucketName: string, accountId: string): string =>
  expression`coalesce(${bucketName}, "${DEFAULT_BUCKET_PREFIX}${accountId}")`;

/** The folder of an account's files in the bucket of the stack `cloudtrail`, ending in a slash. */
export const ownCloudTrailFolder = (organizationId: string, accountId: string): string =>
  accountFolder({ prefixFolder: '', organizationFolder: folder(organizationId), accountId });

/**
 * The CloudTrail trail the options ask for, with its values declared.
 *
 * @returns null when none is configured, and callers are only looked for in event history
 */
export const locateCloudTrail = (
  declare: DeclareValues,
  { cloudTrail, existingCloudTrail }: Pick<EvidenceReporterOptions, 'cloudTrail' | 'existingCloudTrail'>,
  { accountId }: AwsLocation,
): CloudTrailLocation | null => {
  if (cloudTrail) {
    const variables = declare(OWN_CLOUDTRAIL_VARIABLES);
    return {
      bucketName: ownCloudTrailBucket(variables.cloudtrail_bucket_name, accountId),
      prefix: '',
      organizationId: variables.cloudtrail_organization_id,
      label: variables.cloudtrail_name,
    };
  }
  if (existingCloudTrail) {
    const variables = declare(EXISTING_CLOUDTRAIL_VARIABLES);
    return {
      bucketName: variables.cloudtrail_bucket_name,
      prefix: folder(variables.cloudtrail_prefix),
      organizationId: variables.cloudtrail_organization_id,
      label: `of bucket ${variables.cloudtrail_bucket_name}`,
    };
  }
  return null;
};

/** The folders of an account's log and digest files, each ending in a slash. */
export const cloudTrailKeyPrefixes = (
  { prefix, organizationId }: CloudTrailLocation,
  accountId: string,
): string[] => {
  const account = accountFolder({
    prefixFolder: prefix,
    organizationFolder: folder(organizationId),
    accountId,
  });
  return FILE_KINDS.map((kind) => `${account}${kind}/`);
};
