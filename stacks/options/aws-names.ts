import { BUCKET_NAME, KMS_KEY_ARN, KMS_KEY_ARN_EXAMPLE, ROLE_ARN } from '../aws-patterns';
import { stringMatching } from './option-types';

export const region = stringMatching(
  /^[a-z]{2,4}(-[a-z]+)+-\d$/,
  'an AWS region such as "eu-central-1"',
  'Run aws account list-regions to see yours.',
);

export const bucketName = stringMatching(
  new RegExp(BUCKET_NAME),
  'the name of an S3 bucket: 3 to 63 of a-z, 0-9, dot and hyphen',
  'Write the name alone, without s3:// and without an ARN.',
);

export const kmsKeyArn = stringMatching(
  new RegExp(KMS_KEY_ARN),
  `the ARN of a KMS key such as "${KMS_KEY_ARN_EXAMPLE}"`,
  'An alias is not enough, because a policy can only name the key itself: aws kms describe-key shows its ARN.',
);

export const roleArn = stringMatching(
  new RegExp(ROLE_ARN),
  'the ARN of an IAM role such as "arn:aws:iam::111122223333:role/terraform-state"',
  'aws iam list-roles shows it.',
);
