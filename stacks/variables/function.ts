import { KMS_KEY_ARN, KMS_KEY_ARN_EXAMPLE } from '../aws-patterns';
import {
  eachMatches,
  matches,
  nonEmptyAndEachMatches,
  nullOrMatches,
  type VariableDefinition,
  wholeNumber,
} from './definition';
import { kmsKeyArnExpected } from './messages';

/** What the function may do, under which name, and how large it is. */
export const FUNCTION_VARIABLES = {
  ecs_cluster_names: {
    type: 'list(string)',
    default: [],
    description:
      'ECS clusters which, and whose tasks, the function may describe, by name. Empty for every cluster of the account and region.',
    validation: eachMatches(
      '^[A-Za-z0-9_-]{1,255}$',
      'ecs_cluster_names is expected to be a list of names of ECS clusters, without ARNs.',
    ),
  },
  kms_key_arns: {
    type: 'list(string)',
    default: [],
    description:
      'Customer managed KMS keys that encrypt the transcript bucket, the parameter or secret, or the bucket of the CloudTrail trail. The function may decrypt with them through S3, Systems Manager and Secrets Manager only.',
    validation: eachMatches(
      KMS_KEY_ARN,
      `kms_key_arns is expected to be a list of ARNs of KMS keys such as ${KMS_KEY_ARN_EXAMPLE}, not aliases: aws kms describe-key shows the ARN.`,
    ),
  },
  encryption_kms_key_arn: {
    type: 'string',
    default: null,
    description:
      'KMS key for both queues and the log of the function. Its policy has to let S3, EventBridge and CloudWatch Logs use it: docs/terraform.md has the statements. Null to let SQS and CloudWatch Logs encrypt with keys of their own.',
    validation: nullOrMatches(KMS_KEY_ARN, kmsKeyArnExpected('encryption_kms_key_arn')),
  },
  permissions_boundary_arn: {
    type: 'string',
    default: null,
    description: 'Permissions boundary of the role of the function. Null for none.',
    validation: nullOrMatches(
      '^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[A-Za-z0-9_+=,.@/-]+$',
      'permissions_boundary_arn is expected to be the ARN of an IAM policy such as arn:aws:iam::111122223333:policy/boundary.',
    ),
  },
  role_path: {
    type: 'string',
    default: '/',
    description:
      'Path of the role of the function. Changing it replaces the role, and policies of keys and buckets then have to name its new ARN.',
    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
    validation: matches(
      '^/([A-Za-z0-9_+=,.@-]+/)*$',
      'role_path is expected to be an IAM path that begins and ends with a slash, such as /platform/.',
    ),
  },
  // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
  lambda_memory_mb: {
    type: 'number',
    default: 512,
    description:
      'Memory of the function, in MB. Processor time grows with it; 512 is enough for large transcripts.',
    validation: wholeNumber(
      256,
      10_240,
      'lambda_memory_mb is expected to be a whole number of MB from 256 to 10240.',
    ),
  },
  lambda_timeout_seconds: {
    type: 'number',
    default: 300,
    description: 'How long the function may work on a batch of at most 50 messages, in seconds.',
    validation: wholeNumber(
      60,
      900,
      'lambda_timeout_seconds is expected to be a whole number of seconds from 60 to 900: a batch of 50 sessions has to fit, and Lambda ends at 900.',
    ),
  },
  // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html: fewer than 2 is refused.
  lambda_maximum_concurrency: {
    type: 'number',
    default: 2,
    description:
      'How many batches are worked on at a time. CloudTrail answers two lookups a second for the whole account, so more is rarely faster.',
    validation: wholeNumber(
      2,
      1000,
      'lambda_maximum_concurrency is expected to be a whole number from 2 to 1000.',
    ),
  },
} as const satisfies Record<string, VariableDefinition>;

/** With the option `vpc`: where the function runs. */
export const VPC_VARIABLES = {
  vpc_subnet_ids: {
    type: 'list(string)',
    description:
      'Private subnets the function runs in, with a route to AWS and to Kosli. They may be shared by another account.',
    validation: nonEmptyAndEachMatches(
      '^subnet-[0-9a-f]+$',
      'vpc_subnet_ids is expected to be a list of at least one subnet id such as subnet-0a1b2c3d.',
    ),
  },
  vpc_security_group_ids: {
    type: 'list(string)',
    description: 'Security groups of the function, with egress on port 443 and no ingress.',
    validation: nonEmptyAndEachMatches(
      '^sg-[0-9a-f]+$',
      'vpc_security_group_ids is expected to be a list of at least one security group id such as sg-0a1b2c3d.',
    ),
  },
} as const satisfies Record<string, VariableDefinition>;
