// How AWS writes names and ARNs, as both JavaScript and Terraform's regex (RE2) read it: the options and the variables are
// checked with the same patterns.

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const BUCKET = '[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]';
export const BUCKET_NAME = `^${BUCKET}$`;
export const BUCKET_NAME_OR_EMPTY = `^(${BUCKET})?$`;

// The key itself: a policy cannot name an alias.
export const KMS_KEY_ARN =
  '^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$';
export const KMS_KEY_ARN_EXAMPLE =
  'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

export const ROLE_ARN = '^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+$';

export const ACCOUNT_ID = '^[0-9]{12}$';

// https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
export const ORGANIZATION_ID_OR_EMPTY = '^(o-[a-z0-9]{10,32})?$';
