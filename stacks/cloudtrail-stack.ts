import type { Construct } from 'constructs';
import { ownCloudTrailBucket, ownCloudTrailFolder } from './cloudtrail-location';
import { AwsLocation } from './constructs/aws-location';
import { CloudTrailBucket } from './constructs/cloudtrail-bucket';
import { CloudTrailBucketPolicy } from './constructs/cloudtrail-bucket-policy';
import { CloudTrailOwner } from './constructs/cloudtrail-owner';
import { CloudTrailTrail } from './constructs/cloudtrail-trail';
import { declareOutputs } from './declare-outputs';
import { declareVariables } from './declare-variables';
import { EvidenceStack } from './evidence-stack';
import type { EvidenceReporterOptions } from './options/options';
import { CLOUDTRAIL_VARIABLES } from './variables';

export interface CloudTrailStackProps {
  /** Null: the region the AWS provider is configured with. It becomes the home region of the CloudTrail trail. */
  readonly region: string | null;
  readonly backend: EvidenceReporterOptions['backend'];
}

/**
 * A CloudTrail trail, which still has who opened a session when event history does not have it any more, or not yet.
 *
 * The policy of a KMS key given for it has to let CloudTrail encrypt:
 * `kms:GenerateDataKey*` for `cloudtrail.amazonaws.com` with `aws:SourceArn` of the CloudTrail trail and
 * `kms:EncryptionContext:aws:cloudtrail:arn` like `arn:aws:cloudtrail:*:<account>:trail/*`, and `kms:DescribeKey`.
 */
export class CloudTrailStack extends EvidenceStack {
  constructor(scope: Construct, id: string, { region, backend }: CloudTrailStackProps) {
    super(scope, id, region, backend);
    const variables = declareVariables(this, CLOUDTRAIL_VARIABLES);
    const organizationId = variables.cloudtrail_organization_id;
    const kmsKeyArn = variables.cloudtrail_kms_key_arn;
    const location = new AwsLocation(this, 'place');
    const owner = new CloudTrailOwner(this, 'owner', { organizationId, accountId: location.accountId });

    const { bucket } = new CloudTrailBucket(this, 'bucket', {
      name: ownCloudTrailBucket(variables.cloudtrail_bucket_name, location.accountId),
      retentionDays: variables.cloudtrail_retention_days,
      kmsKeyArn,
      accessLogBucketName: variables.cloudtrail_access_log_bucket_name,
      lockDays: variables.cloudtrail_object_lock_days,
    });
    const { policy } = new CloudTrailBucketPolicy(this, 'bucket_policy', {
      bucketName: bucket.id,
      bucketArn: bucket.arn,
      // Computed, because the CloudTrail trail can only be created once this policy lets it write.
      cloudTrailArn: location.arn('cloudtrail', `trail/${variables.cloudtrail_name}`, owner.accountId),
      ownerAccountId: owner.accountId,
      organizationId,
      readers: {
        accountIds: variables.cloudtrail_reader_account_ids,
        partition: location.partition,
        // Each reads its own folder.
        folder: ownCloudTrailFolder(organizationId, '&{aws:PrincipalAccount}'),
      },
    });
    const { arn } = new CloudTrailTrail(this, 'management_trail', {
      name: variables.cloudtrail_name,
      bucketName: bucket.id,
      bucketPolicy: policy,
      organizationId,
      kmsKeyArn,
      region: location.region,
    });

    declareOutputs(this, {
      trail_bucket_name: {
        value: bucket.id,
        description: 'Bucket of the log files of the CloudTrail trail. Terraform never deletes it.',
      },
      trail_arn: { value: arn, description: 'ARN of the CloudTrail trail.' },
      trail_status_command: {
        value: `aws cloudtrail get-trail-status --region ${location.region} --name ${variables.cloudtrail_name}`,
        description: 'Shows whether the CloudTrail trail is logging, and when it last delivered a file.',
      },
    });
  }
}
