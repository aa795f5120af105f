import { Cloudtrail } from '@cdktf/provider-aws/lib/cloudtrail';
import type { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { expression } from './expression';

export interface CloudTrailTrailProps {
  readonly name: string;
  readonly bucketName: string;
  readonly bucketPolicy: S3BucketPolicy;
  /** Empty: a CloudTrail trail of this account alone. */
  readonly organizationId: string;
  /** Null: SSE-S3. */
  readonly kmsKeyArn: string;
  /** The home region, where the bucket is too. */
  readonly region: string;
}

/** Records every management event of every region, in files whose digests show whether they were changed. */
export class CloudTrailTrail extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: CloudTrailTrailProps) {
    super(scope, id);
    const trail = new Cloudtrail(this, 'trail', {
      name: props.name,
      s3BucketName: props.bucketName,
      isMultiRegionTrail: true,
      isOrganizationTrail: Token.asAny(expression`${props.organizationId} != ""`),
      enableLogFileValidation: true,
      includeGlobalServiceEvents: true,
      enableLogging: true,
      kmsKeyId: props.kmsKeyArn,
      // ExecuteCommand is a management event. A CloudTrail trail cannot be narrowed to those of ECS; only event stores can.
      eventSelector: [{ includeManagementEvents: true, readWriteType: 'All' }],
      // CloudTrail writes to the bucket when the CloudTrail trail is created, and fails if it may not.
      dependsOn: [props.bucketPolicy],
      lifecycle: {
        precondition: [
          {
            condition: expression`${props.kmsKeyArn} == null ? true : split(":", ${props.kmsKeyArn})[3] == ${props.region}`,
            errorMessage: `cloudtrail_kms_key_arn is expected to be a key of the region of this stack, ${props.region}, where the CloudTrail trail and its bucket are: CloudTrail can encrypt with no other.`,
          },
        ],
      },
    });
    this.arn = trail.arn;
  }
}
