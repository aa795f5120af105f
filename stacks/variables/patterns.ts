// As Terraform's regex reads them (RE2).

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const BUCKET = '[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]';
export const BUCKET_NAME = `^${BUCKET}$`;
export const BUCKET_NAME_OR_NONE = `^(${BUCKET})?$`;

// The key itself: a policy cannot name an alias.
export const KMS_KEY_ARN =
  '^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$';

export const ACCOUNT_ID = '^[0-9]{12}$';

// https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
export const ORGANIZATION_ID_OR_NONE = '^(o-[a-z0-9]{10,32})?$';
