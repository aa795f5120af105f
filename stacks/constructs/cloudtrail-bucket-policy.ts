import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { Construct } from 'constructs';
import type { DynamicStatement } from './decrypt-grants';
import { expression } from './expression';

export interface CloudTrailBucketPolicyProps {
  readonly bucketName: string;
  readonly bucketArn: string;
  /** In the trail's home region and the account that owns it. */
  readonly trailArn: string;
  /** Its folder under `AWSLogs/` is written by the trail, and that of the organization, if it is one's. */
  readonly ownerAccountId: string;
  /** Empty: of one account alone. */
  readonly organizationId: string;
  readonly readers: {
    /** A list of other accounts. */
    readonly accountIds: string;
    readonly partition: string;
    /** What each of them may read, a policy variable in it. */
    readonly folder: string;
  };
}

const CLOUDTRAIL = 'cloudtrail.amazonaws.com';
const EVERYBODY = [{ type: '*', identifiers: ['*'] }];

// A policy names the accounts; which of their roles it is for, they say themselves.
const readers = ({ bucketArn, readers: other }: CloudTrailBucketPolicyProps): DynamicStatement[] => {
  const toEach = (content: object): DynamicStatement => ({
    statement: {
      for_each: expression`length(${other.accountIds}) == 0 ? [] : [${other.accountIds}]`,
      content: {
        principals: [
          {
            type: 'AWS',
            identifiers: `\${[for account in statement.value : "arn:${other.partition}:iam::\${account}:root"]}`,
          },
        ],
        ...content,
      },
    },
  });
  return [
    toEach({
      sid: 'AccountsReadTheirOwn',
      actions: ['s3:GetObject'],
      resources: [`${bucketArn}/${other.folder}/*`],
    }),
    toEach({
      sid: 'AccountsListTheirOwn',
      actions: ['s3:ListBucket'],
      resources: [bucketArn],
      condition: [{ test: 'StringLike', variable: 's3:prefix', values: [`${other.folder}/*`] }],
    }),
  ];
};

/**
 * What CloudTrail needs, what other accounts were given to read, and nothing more:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export class CloudTrailBucketPolicy extends Construct {
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: CloudTrailBucketPolicyProps) {
    super(scope, id);
    const cloudTrail = [{ type: 'Service', identifiers: [CLOUDTRAIL] }];
    const files = `${props.bucketArn}/*`;
    const thisTrail = { test: 'StringEquals', variable: 'aws:SourceArn', values: [props.trailArn] };
    const folderOf = (owner: string) => `${props.bucketArn}/AWSLogs/${owner}/*`;
    const deny = (sid: string, condition: { test: string; variable: string; values: string[] }) => ({
      sid,
      effect: 'Deny',
      principals: EVERYBODY,
      actions: ['s3:*'],
      resources: [props.bucketArn, files],
      condition: [condition],
    });
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
          // Twice the same without an organization, which the document holds once.
          resources: [
            folderOf(props.ownerAccountId),
            folderOf(expression`coalesce(${props.organizationId}, "${props.ownerAccountId}")`),
          ],
          condition: [
            thisTrail,
            { test: 'StringEquals', variable: 's3:x-amz-acl', values: ['bucket-owner-full-control'] },
          ],
        },
        {
          // Administrators too: what is in the bucket, CloudTrail has written. People have no service's name, which makes this
          // condition hold for them: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
          sid: 'DenyWritesByOthers',
          effect: 'Deny',
          principals: EVERYBODY,
          actions: ['s3:PutObject', 's3:ReplicateObject'],
          resources: [files],
          condition: [
            { test: 'StringNotEquals', variable: 'aws:PrincipalServiceName', values: [CLOUDTRAIL] },
          ],
        },
        deny('DenyWithoutTls', { test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }),
        deny('DenyOldTls', { test: 'NumericLessThan', variable: 's3:TlsVersion', values: ['1.2'] }),
      ],
    });
    access.addOverride('dynamic', readers(props));
    this.policy = new S3BucketPolicy(this, 'trail_bucket_policy', {
      bucket: props.bucketName,
      policy: access.json,
    });
  }
}
