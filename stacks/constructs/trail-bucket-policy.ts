import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { Construct } from 'constructs';

export interface TrailBucketPolicyProps {
  readonly bucketName: string;
  readonly bucketArn: string;
  /** In the trail's home region and the account that owns it. */
  readonly trailArn: string;
  /** Whose folders under `AWSLogs/` the trail writes: the account, and the organization of an organization trail. */
  readonly owners: readonly string[];
}

/**
 * What CloudTrail needs and nothing more:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export class TrailBucketPolicy extends Construct {
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: TrailBucketPolicyProps) {
    super(scope, id);
    const cloudTrail = [{ type: 'Service', identifiers: ['cloudtrail.amazonaws.com'] }];
    const everybody = [{ type: '*', identifiers: ['*'] }];
    const everything = [props.bucketArn, `${props.bucketArn}/*`];
    const thisTrail = { test: 'StringEquals', variable: 'aws:SourceArn', values: [props.trailArn] };
    const access = new DataAwsIamPolicyDocument(this, 'trail_bucket_access', {
      statement: [
        {
          sid: 'CloudTrailChecksBucket',
          principals: cloudTrail,
          actions: ['s3:GetBucketAcl'],
          resources: [props.bucketArn],
          condition: [thisTrail],
        },
        {
          sid: 'CloudTrailWrites',
          principals: cloudTrail,
          actions: ['s3:PutObject'],
          resources: props.owners.map((owner) => `${props.bucketArn}/AWSLogs/${owner}/*`),
          condition: [
            thisTrail,
            { test: 'StringEquals', variable: 's3:x-amz-acl', values: ['bucket-owner-full-control'] },
          ],
        },
        {
          sid: 'DenyWithoutTls',
          effect: 'Deny',
          principals: everybody,
          actions: ['s3:*'],
          resources: everything,
          condition: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }],
        },
        {
          sid: 'DenyOldTls',
          effect: 'Deny',
          principals: everybody,
          actions: ['s3:*'],
          resources: everything,
          condition: [{ test: 'NumericLessThan', variable: 's3:TlsVersion', values: ['1.2'] }],
        },
      ],
    });
    this.policy = new S3BucketPolicy(this, 'trail_bucket_policy', {
      bucket: props.bucketName,
      policy: access.json,
    });
  }
}
