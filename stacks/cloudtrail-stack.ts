import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { DeploymentPlace } from './constructs/deployment-place';
import { ManagementTrail } from './constructs/management-trail';
import { TrailBucket } from './constructs/trail-bucket';
import { TrailBucketPolicy } from './constructs/trail-bucket-policy';
import { EvidenceStack } from './evidence-stack';
import type { EvidenceReporterOptions } from './options/options';
import { ownTrailBucket } from './trail-location';

export interface CloudTrailStackProps {
  /** Null: the provider's own. It becomes the trail's home region. */
  readonly region: string | null;
  readonly backend: EvidenceReporterOptions['backend'];
  readonly trail: NonNullable<EvidenceReporterOptions['cloudTrail']>;
}

/**
 * Durable identity: a trail that still knows who opened a session when event history has forgotten, or was too slow.
 *
 * A KMS key given for it has to let CloudTrail encrypt, which only the key's own policy can:
 * `kms:GenerateDataKey*` for `cloudtrail.amazonaws.com` with `aws:SourceArn` of the trail and
 * `kms:EncryptionContext:aws:cloudtrail:arn` like `arn:aws:cloudtrail:*:<account>:trail/*`, and `kms:DescribeKey`.
 */
export class CloudTrailStack extends EvidenceStack {
  constructor(scope: Construct, id: string, { region, backend, trail }: CloudTrailStackProps) {
    super(scope, id, region, backend);
    const place = new DeploymentPlace(this, 'place');

    const { bucket } = new TrailBucket(this, 'bucket', {
      name: ownTrailBucket(trail, place.accountId),
      retentionDays: trail.retentionDays,
      kmsKeyArn: trail.kmsKeyArn,
    });
    const { policy } = new TrailBucketPolicy(this, 'bucket_policy', {
      bucketName: bucket.id,
      bucketArn: bucket.arn,
      // Computed, since the trail can only be created once this policy lets it write.
      trailArn: place.arn('cloudtrail', `trail/${trail.trailName}`),
      owners: [place.accountId, ...(trail.organization ? [trail.organization] : [])],
    });
    const { arn } = new ManagementTrail(this, 'management_trail', {
      name: trail.trailName,
      bucketName: bucket.id,
      bucketPolicy: policy,
      ofOrganization: trail.organization !== null,
      kmsKeyArn: trail.kmsKeyArn,
    });

    new TerraformOutput(this, 'trail_bucket_name', {
      value: bucket.id,
      description: 'Where the log files of the trail are. Terraform never deletes it.',
    });
    new TerraformOutput(this, 'trail_arn', { value: arn, description: 'The trail.' });
    new TerraformOutput(this, 'trail_status_command', {
      value: `aws cloudtrail get-trail-status --region ${place.region} --name ${trail.trailName}`,
      description: 'Shows whether the trail is logging, and when it last delivered a file.',
    });
  }
}
