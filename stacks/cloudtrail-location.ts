import { expression } from './constructs/expression';

/** A trail's files, as the reporter needs to know them; every value is one Terraform evaluates. */
export interface CloudTrailLocation {
  readonly bucketName: string;
  /** What stands before `AWSLogs/`: nothing, or ends in a slash. */
  readonly prefix: string;
  /** Empty: of this account alone. */
  readonly organizationId: string;
  /** For texts: which trail it is. */
  readonly named: string;
}

/** `${var.x}/`, or nothing when it is empty. */
const folder = (name: string): string => expression`trimprefix("${name}/", "/")`;

/**
 * The bucket of a trail of our own. Both stacks compute it from the same variable and the account, so that neither has to
 * read the other's state. Without the region: the account's one trail serves the reporters of all regions.
 *
 * @param bucketName null when it is not given
 */
export const ownCloudTrailBucket = (bucketName: string, accountId: string): string =>
  expression`coalesce(${bucketName}, "ecs-exec-evidence-trail-${accountId}")`;

/** The folder under `AWSLogs/` of an account's files. An organization trail puts its id before the account. */
export const accountFolder = (organizationId: string, accountId: string): string =>
  `AWSLogs/${folder(organizationId)}${accountId}`;

export const ownCloudTrail = (
  names: { readonly [Name in `cloudtrail_${'bucket_name' | 'name' | 'organization_id'}`]: string },
  accountId: string,
): CloudTrailLocation => ({
  bucketName: ownCloudTrailBucket(names.cloudtrail_bucket_name, accountId),
  prefix: '',
  organizationId: names.cloudtrail_organization_id,
  named: names.cloudtrail_name,
});

export const existingCloudTrailLocation = (
  names: {
    readonly [Name in `cloudtrail_${'bucket_name' | 'prefix' | 'organization_id'}`]: string;
  },
): CloudTrailLocation => ({
  bucketName: names.cloudtrail_bucket_name,
  prefix: folder(names.cloudtrail_prefix),
  organizationId: names.cloudtrail_organization_id,
  named: `of bucket ${names.cloudtrail_bucket_name}`,
});

/** The folders of one account's log and digest files. */
export const cloudTrailKeyPrefixes = (
  { prefix, organizationId }: CloudTrailLocation,
  accountId: string,
): string[] => {
  const account = `${prefix}${accountFolder(organizationId, accountId)}`;
  return [`${account}/CloudTrail/`, `${account}/CloudTrail-Digest/`];
};
