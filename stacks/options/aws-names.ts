import { writtenAs } from './written-as';

export const region = writtenAs(
  /^[a-z]{2,4}(-[a-z]+)+-\d$/,
  'an AWS region such as "eu-central-1"',
  'Run aws account list-regions to see yours.',
);

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
export const bucketName = writtenAs(
  /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  'the name of an S3 bucket: 3 to 63 of a-z, 0-9, dot and hyphen',
  'Write the name alone, without s3:// and without an ARN.',
);

export const organizationId = writtenAs(
  /^o-[a-z0-9]{10,32}$/,
  'the id of an AWS organization such as "o-a1b2c3d4e5"',
  'aws organizations describe-organization shows it.',
);

export const kmsKeyArn = writtenAs(
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
  'the ARN of a KMS key such as "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"',
  'An alias does not do, because a policy can only name the key itself: aws kms describe-key shows its ARN.',
);

export const policyArn = writtenAs(
  /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/,
  'the ARN of an IAM policy such as "arn:aws:iam::111122223333:policy/boundary"',
  'aws iam list-policies shows it.',
);

export const clusterName = writtenAs(
  /^[A-Za-z0-9_-]{1,255}$/,
  'the name of an ECS cluster',
  'Write the name alone, without an ARN; leave the option out for every cluster of the account and region.',
);

export const subnetId = writtenAs(
  /^subnet-[0-9a-f]+$/,
  'a subnet id such as "subnet-0a1b2c3d"',
  'Take private subnets with a way to AWS and to Kosli.',
);

export const securityGroupId = writtenAs(
  /^sg-[0-9a-f]+$/,
  'a security group id such as "sg-0a1b2c3d"',
  'It needs egress on port 443 and no ingress.',
);

/** The region a KMS key or any other regional ARN belongs to. */
export const regionOfArn = (arn: string): string => arn.split(':')[3] ?? '';
