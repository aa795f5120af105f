import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { Construct } from 'constructs';
import { LOGS_FOLDER } from '../../lambda/cloudtrail-log/account-folder';
import { denyEveryone, denyWithoutTls } from './deny-everyone';
import type { DynamicStatement } from './dynamic-statement';
import { expression } from './expression';

export interface CloudTrailBucketPolicyProps {
  readonly bucketName: string;
  readonly bucketArn: string;
  /** In the home region and the account that owns the CloudTrail trail. */
  readonly cloudTrailArn: string;
  /** CloudTrail writes to its folder under `AWSLogs/`, and to that of the organization if there is one. */
  readonly ownerAccountId: string;
  /** Empty: a CloudTrail trail of one account alone. */
  readonly organizationId: string;
  readonly readers: {
    /** A list of other accounts. */
    readonly accountIds: string;
    readonly partition: string;
    /** What each of them may read, ending in a slash; contains a policy variable. */
    readonly folder: string;
  };
}

const CLOUDTRAIL = 'cloudtrail.amazonaws.com';

// The policy names accounts; each account decides which of its roles may read.
const readerStatements = ({ bucketArn, readers }: CloudTrailBucketPolicyProps): DynamicStatement[] => {
  const forAll = (content: object): DynamicStatement => ({
    statement: {
      for_each: expression`length(${readers.accountIds}) == 0 ? [] : [${readers.accountIds}]`,
      content: {
        principals: [
          {
            type: 'AWS',
            identifiers: `\${[for account in statement.value : "arn:${readers.partition}:iam::\${account}:root"]}`,
          },
        ],
        ...content,
      },
    },
  });
  return [
    forAll({
      sid: 'AccountsReadTheirOwn',
      actions: ['s3:GetObject'],
      resources: [`${bucketArn}/${readers.folder}*`],
    }),
    forAll({
      sid: 'AccountsListTheirOwn',
      actions: ['s3:ListBucket'],
      resources: [bucketArn],
      condition: [{ test: 'StringLike', variable: 's3:prefix', values: [`${readers.folder}*`] }],
    }),
  ];
};

/**
 * Allows what CloudTrail needs, what other accounts may read, and nothing else:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export class CloudTrailBucketPolicy extends Construct {
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: CloudTrailBucketPolicyProps) {
    super(scope, id);
    const cloudTrail = [{ type: 'Service', identifiers: [CLOUDTRAIL] }];
    const files = `${props.bucketArn}/*`;
    const everything = { actions: ['s3:*'], resources: [props.bucketArn, files] };
    const isThisTrail = { test: 'StringEquals', variable: 'aws:SourceArn', values: [props.cloudTrailArn] };
    const folderOf = (owner: string) => `${props.bucketArn}/${LOGS_FOLDER}${owner}/*`;
    const access = new DataAwsIamPolicyDocument(this, 'trail_bucket_access', {
      statement: [
        {
          sid: 'CloudTrailChecksBucket',
          principals: cloudTrail,
          actions: ['s3:GetBucketAcl'],
          resources: [props.bucketArn],
          condition: [isThisTrail],
        },
        {
          sid: 'CloudTrailWrites',
          principals: cloudTrail,
          actions: ['s3:PutObject'],
          // Without an organization both are the same, and the document has it once.
          resources: [
            folderOf(props.ownerAccountId),
            folderOf(expression`coalesce(${props.organizationId}, "${props.ownerAccountId}")`),
          ],
          condition: [
            isThisTrail,
            { test: 'StringEquals', variable: 's3:x-amz-acl', values: ['bucket-owner-full-control'] },
          ],
        },
        // Administrators too: only CloudTrail has anything to write here. Requests of people have no service name, and the
        // condition holds for them: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
        denyEveryone(
          'DenyWritesByOthers',
          { actions: ['s3:PutObject', 's3:ReplicateObject'], resources: [files] },
          { test: 'StringNotEquals', variable: 'aws:PrincipalServiceName', values: [CLOUDTRAIL] },
        ),
        denyWithoutTls(everything),
        denyEveryone('DenyOldTls', everything, {
          test: 'NumericLessThan',
          variable: 's3:TlsVersion',
          values: ['1.2'],
        }),
      ],
    });
    access.addOverride('dynamic', readerStatements(props));
    this.policy = new S3BucketPolicy(this, 'trail_bucket_policy', {
      bucket: props.bucketName,
      policy: access.json,
    });
  }
}
