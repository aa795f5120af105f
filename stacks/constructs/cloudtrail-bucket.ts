import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import { S3BucketObjectLockConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { LOGS_FOLDER } from '../../lambda/cloudtrail-log/account-folder';
import { expression } from './expression';

export interface CloudTrailBucketProps {
  readonly name: string;
  readonly retentionDays: string;
  /** Null: SSE-S3. */
  readonly kmsKeyArn: string;
  /** Empty: access to the files is not logged. */
  readonly accessLogBucketName: string;
  /** 0: files are not locked. */
  readonly lockDays: string;
}

/** Where the files of the CloudTrail trail are kept: private, versioned, encrypted, and never destroyed by Terraform. */
export class CloudTrailBucket extends Construct {
  readonly bucket: S3Bucket;

  constructor(scope: Construct, id: string, props: CloudTrailBucketProps) {
    super(scope, id);
    this.bucket = new S3Bucket(this, 'trail_bucket', {
      bucket: props.name,
      forceDestroy: false,
      // Evidence outlives the stack: it can only be deleted by hand.
      lifecycle: { preventDestroy: true },
    });
    const bucket = this.bucket.id;
    new S3BucketPublicAccessBlock(this, 'trail_public_access', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, 'trail_ownership', {
      bucket,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    const versioning = new S3BucketVersioningA(this, 'trail_versioning', {
      bucket,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'trail_encryption', {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: {
            sseAlgorithm: expression`${props.kmsKeyArn} == null ? "AES256" : "aws:kms"`,
            kmsMasterKeyId: props.kmsKeyArn,
          },
          // One request to KMS for many files.
          bucketKeyEnabled: Token.asAny(expression`${props.kmsKeyArn} == null ? null : true`),
        },
      ],
    });
    new S3BucketLifecycleConfiguration(this, 'trail_retention', {
      bucket,
      rule: [
        {
          id: 'retention',
          status: 'Enabled',
          filter: [{ prefix: LOGS_FOLDER }],
          expiration: [{ days: Token.asNumber(props.retentionDays) }],
          // What is deleted or overwritten on its first day can be recovered for as long as it would have been kept.
          noncurrentVersionExpiration: [{ noncurrentDays: Token.asNumber(props.retentionDays) }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
      dependsOn: [versioning],
    });
    new S3BucketLoggingA(this, 'trail_access_log', {
      count: Token.asNumber(expression`${props.accessLogBucketName} == "" ? 0 : 1`),
      bucket,
      targetBucket: props.accessLogBucketName,
      targetPrefix: `${props.name}/`,
      lifecycle: {
        precondition: [
          {
            condition: expression`${props.accessLogBucketName} != "${props.name}"`,
            errorMessage:
              'cloudtrail_access_log_bucket_name is expected to be another bucket than that of the CloudTrail trail, which would log its own log for ever.',
          },
        ],
      },
    });
    // Can be set on a bucket that exists already; it needs versioning:
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html
    new S3BucketObjectLockConfigurationA(this, 'trail_lock', {
      count: Token.asNumber(expression`${props.lockDays} == 0 ? 0 : 1`),
      bucket,
      rule: { defaultRetention: { mode: 'GOVERNANCE', days: Token.asNumber(props.lockDays) } },
      lifecycle: {
        precondition: [
          {
            condition: expression`${props.lockDays} <= ${props.retentionDays}`,
            errorMessage:
              'cloudtrail_object_lock_days is expected to be at most cloudtrail_retention_days: what is locked cannot expire.',
          },
        ],
      },
      dependsOn: [versioning],
    });
  }
}
