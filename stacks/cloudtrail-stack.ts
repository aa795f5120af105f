import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { accountFolder, ownCloudTrailBucket } from './cloudtrail-location';
import { AwsLocation } from './constructs/aws-location';
import { CloudTrailBucket } from './constructs/cloudtrail-bucket';
import { CloudTrailBucketPolicy } from './constructs/cloudtrail-bucket-policy';
import { CloudTrailOwner } from './constructs/cloudtrail-owner';
import { CloudTrailTrail } from './constructs/cloudtrail-trail';
import { declareVariables } from './declare-variables';
import { EvidenceStack } from './evidence-stack';
import type { EvidenceReporterOptions } from './options/options';
import { CLOUDTRAIL_VARIABLES } from './variables';

export interface CloudTrailStackProps {
  /** Null: the provider's own. It becomes the trail's home region. */
  readonly region: string | null;
  readonly backend: EvidenceReporterOptions['backend'];
}

/**
 * Durable identity: a trail that still knows who opened a session when event history has forgotten, or was too slow.
 *
 * A KMS key given for it has to let CloudTrail encrypt, which only the key's own policy can:
 * `kms:GenerateDataKey*` for `cloudtrail.amazonaws.com` with `aws:SourceArn` of the trail and
 * `kms:EncryptionContext:aws:cloudtrail:arn` like `arn:aws:cloudtrail:*:<account>:trail/*`, and `kms:DescribeKey`.
 */
export class CloudTrailStack extends EvidenceStack {
  constructor(scope: Construct, id: string, { region, backend }: CloudTrailStackProps) {
    super(scope, id, region, backend);
    const given = declareVariables(this, CLOUDTRAIL_VARIABLES);
    const organizationId = given.cloudtrail_organization_id;
    const kmsKeyArn = given.cloudtrail_kms_key_arn;
    const place = new AwsLocation(this, 'place');
    const owner = new CloudTrailOwner(this, 'owner', { organizationId, accountId: place.accountId });

    const { bucket } = new CloudTrailBucket(this, 'bucket', {
      name: ownCloudTrailBucket(given.cloudtrail_bucket_name, place.accountId),
      retentionDays: given.cloudtrail_retention_days,
      kmsKeyArn,
      accessLogBucketName: given.cloudtrail_access_log_bucket_name,
      lockDays: given.cloudtrail_object_lock_days,
    });
    const { policy } = new CloudTrailBucketPolicy(this, 'bucket_policy', {
      bucketName: bucket.id,
      bucketArn: bucket.arn,
      // Computed, since the trail can only be created once this policy lets it write.
      trailArn: place.arn('cloudtrail', `trail/${given.cloudtrail_name}`, owner.accountId),
      ownerAccountId: owner.accountId,
      organizationId,
      readers: {
        accountIds: given.cloudtrail_reader_account_ids,
        partition: place.partition,
        // Each of them its own.
        folder: accountFolder(organizationId, '&{aws:PrincipalAccount}'),
      },
    });
    const { arn } = new CloudTrailTrail(this, 'management_trail', {
      name: given.cloudtrail_name,
      bucketName: bucket.id,
      bucketPolicy: policy,
      organizationId,
      kmsKeyArn,
      region: place.region,
    });

    new TerraformOutput(this, 'trail_bucket_name', {
      value: bucket.id,
      description: 'Where the log files of the trail are. Terraform never deletes it.',
    });
    new TerraformOutput(this, 'trail_arn', { value: arn, description: 'The trail.' });
    new TerraformOutput(this, 'trail_status_command', {
      value: `aws cloudtrail get-trail-status --region ${place.region} --name ${given.cloudtrail_name}`,
      description: 'Shows whether the trail is logging, and when it last delivered a file.',
    });
  }
}
