import { KMS_KEY_ARN_EXAMPLE } from '../aws-patterns';

// What Terraform says when a value fails the validation of a variable, where several variables take the same.

export const bucketNameExpected = (variable: string): string =>
  `${variable} is expected to be the name of an S3 bucket, without s3:// and not an ARN`;

export const kmsKeyArnExpected = (variable: string): string =>
  `${variable} is expected to be the ARN of a KMS key such as ${KMS_KEY_ARN_EXAMPLE}, not an alias: aws kms describe-key shows it.`;

export const accountIdsExpected = (variable: string): string =>
  `${variable} is expected to be a list of AWS account ids of 12 digits each, in quotes.`;
