import {
  ACCOUNT_ID,
  BUCKET_NAME,
  BUCKET_NAME_OR_EMPTY,
  KMS_KEY_ARN,
  ORGANIZATION_ID_OR_EMPTY,
} from '../aws-patterns';
import { eachMatches, matches, nullOrMatches, type VariableDefinition, wholeNumber } from './definition';
import { accountIdsExpected, bucketNameExpected, kmsKeyArnExpected } from './messages';

/** What the name of the bucket begins with when none is given; the id of the account follows. */
export const DEFAULT_BUCKET_PREFIX = 'ecs-exec-evidence-trail-';

const bucketName = `${bucketNameExpected('cloudtrail_bucket_name')}.`;

const organizationId = matches(
  ORGANIZATION_ID_OR_EMPTY,
  'cloudtrail_organization_id is expected to be the id of an AWS organization such as o-a1b2c3d4e5, or empty: aws organizations describe-organization shows it.',
);

/** Variables of the reporter with the option `existingCloudTrail`. */
export const EXISTING_CLOUDTRAIL_VARIABLES = {
  cloudtrail_bucket_name: {
    type: 'string',
    description: 'S3 bucket the existing CloudTrail trail writes to.',
    validation: matches(BUCKET_NAME, bucketName),
  },
  cloudtrail_prefix: {
    type: 'string',
    default: '',
    description:
      'Log file prefix of the existing CloudTrail trail, which stands before /AWSLogs/: aws cloudtrail describe-trails shows it as S3KeyPrefix. Empty when there is none.',
    validation: matches(
      "^([A-Za-z0-9!_.'()=-]+(/[A-Za-z0-9!_.'()=-]+)*)?$",
      'cloudtrail_prefix is expected to be the log file prefix of the CloudTrail trail, without a slash at either end.',
    ),
  },
  cloudtrail_organization_id: {
    type: 'string',
    default: '',
    description: 'Organization the CloudTrail trail belongs to. Empty if it belongs to this account alone.',
    validation: organizationId,
  },
} as const satisfies Record<string, VariableDefinition>;

/** Variables of both stacks with the option `cloudTrail`: the reporter derives from them what the other stack creates. */
export const OWN_CLOUDTRAIL_VARIABLES = {
  cloudtrail_bucket_name: {
    type: 'string',
    default: null,
    description: `S3 bucket for the files of the CloudTrail trail, which the stack cloudtrail creates; the same in both stacks. Null for ${DEFAULT_BUCKET_PREFIX} followed by the id of the account.`,
    validation: nullOrMatches(BUCKET_NAME, bucketName),
  },
  cloudtrail_name: {
    type: 'string',
    default: 'ecs-exec-evidence',
    description: 'Name of the CloudTrail trail the stack cloudtrail creates; the same in both stacks.',
    // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html
    validation: matches(
      '^[A-Za-z0-9]([._-]?[A-Za-z0-9]){2,127}$',
      'cloudtrail_name is expected to be the name of a CloudTrail trail: 3 to 128 letters, digits, dots, underscores and hyphens, no two of the last three in a row.',
    ),
  },
  cloudtrail_organization_id: {
    type: 'string',
    default: '',
    description:
      'Organization whose accounts the CloudTrail trail records; the same in both stacks. The stack cloudtrail is then deployed in its management account, or in that of a delegated administrator of CloudTrail. Empty to record this account alone.',
    validation: organizationId,
  },
} as const satisfies Record<string, VariableDefinition>;

/** Variables of the stack `cloudtrail` alone. */
export const CLOUDTRAIL_BUCKET_VARIABLES = {
  cloudtrail_retention_days: {
    type: 'number',
    default: 400,
    description: 'How long the files of the CloudTrail trail are kept, in days.',
    validation: wholeNumber(
      90,
      3653,
      'cloudtrail_retention_days is expected to be a whole number of days from 90 to 3653: fewer than event history keeps (90) would make the CloudTrail trail pointless.',
    ),
  },
  cloudtrail_kms_key_arn: {
    type: 'string',
    default: null,
    description:
      'Key the files of the CloudTrail trail are encrypted with, in the region of this stack. Its policy has to let CloudTrail encrypt; give it to the reporter too, in kms_key_arns. Null to let S3 encrypt with keys of its own (SSE-S3).',
    validation: nullOrMatches(KMS_KEY_ARN, kmsKeyArnExpected('cloudtrail_kms_key_arn')),
  },
  cloudtrail_reader_account_ids: {
    type: 'list(string)',
    default: [],
    description:
      'Other accounts whose roles may read the files of their own account in the bucket of the CloudTrail trail, as reporters there do. Their own policies still have to allow it.',
    validation: eachMatches(ACCOUNT_ID, accountIdsExpected('cloudtrail_reader_account_ids')),
  },
  cloudtrail_access_log_bucket_name: {
    type: 'string',
    default: '',
    description:
      'S3 bucket that takes the server access log of the bucket of the CloudTrail trail: another one, in the same region and account, without Object Lock, whose policy lets logging.s3.amazonaws.com write. Empty for no access log.',
    validation: matches(
      BUCKET_NAME_OR_EMPTY,
      `${bucketNameExpected('cloudtrail_access_log_bucket_name')}, or empty.`,
    ),
  },
  cloudtrail_object_lock_days: {
    type: 'number',
    default: 0,
    description:
      'How many days a file of the CloudTrail trail is locked (S3 Object Lock, governance mode); at most cloudtrail_retention_days. 0 for no lock. Later files can be left unlocked again, but Object Lock itself cannot be turned off once a bucket has it.',
    validation: wholeNumber(
      0,
      3653,
      'cloudtrail_object_lock_days is expected to be a whole number of days from 0, for no lock, to 3653.',
    ),
  },
} as const satisfies Record<string, VariableDefinition>;
