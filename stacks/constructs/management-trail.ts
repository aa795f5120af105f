import { Cloudtrail } from '@cdktf/provider-aws/lib/cloudtrail';
import type { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { Construct } from 'constructs';

export interface ManagementTrailProps {
  readonly name: string;
  readonly bucketName: string;
  readonly bucketPolicy: S3BucketPolicy;
  readonly ofOrganization: boolean;
  /** Null: SSE-S3. */
  readonly kmsKeyArn: string | null;
}

/** Every management event of every region, in files whose digests show whether they were changed. */
export class ManagementTrail extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: ManagementTrailProps) {
    super(scope, id);
    const trail = new Cloudtrail(this, 'trail', {
      name: props.name,
      s3BucketName: props.bucketName,
      isMultiRegionTrail: true,
      isOrganizationTrail: props.ofOrganization,
      enableLogFileValidation: true,
      includeGlobalServiceEvents: true,
      enableLogging: true,
      ...(props.kmsKeyArn && { kmsKeyId: props.kmsKeyArn }),
      // ExecuteCommand is a management event. A trail cannot be narrowed to those of ECS; event stores alone can.
      eventSelector: [{ includeManagementEvents: true, readWriteType: 'All' }],
      // CloudTrail tries the bucket when the trail is made, and refuses one it may not write to.
      dependsOn: [props.bucketPolicy],
    });
    this.arn = trail.arn;
  }
}
