import { stringMatching } from './option-types';

export const region = stringMatching(
  /^[a-z]{2,4}(-[a-z]+)+-\d$/,
  'an AWS region such as "eu-central-1"',
  'Run aws account list-regions to see yours.',
);

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
export const bucketName = stringMatching(
  /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  'the name of an S3 bucket: 3 to 63 of a-z, 0-9, dot and hyphen',
  'Write the name alone, without s3:// and without an ARN.',
);

export const kmsKeyArn = stringMatching(
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
  'the ARN of a KMS key such as "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"',
  'An alias does not do, because a policy can only name the key itself: aws kms describe-key shows its ARN.',
);

export const roleArn = stringMatching(
  /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
  'the ARN of an IAM role such as "arn:aws:iam::111122223333:role/terraform-state"',
  'aws iam list-roles shows it.',
);
