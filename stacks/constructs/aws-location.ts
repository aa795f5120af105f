import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import { Construct } from 'constructs';

/** The partition, account and region of a deployment as Terraform expressions, and ARNs made of them. */
export class AwsLocation extends Construct {
  readonly partition = '${data.aws_partition.partition.partition}';
  readonly dnsSuffix = '${data.aws_partition.partition.dns_suffix}';
  readonly accountId = '${data.aws_caller_identity.account.account_id}';
  // `id`, because version 5 of the provider has no `region` here and version 6 deprecates `name`.
  readonly region = '${data.aws_region.region.id}';

  constructor(scope: Construct, id: string) {
    super(scope, id);
    new DataAwsPartition(this, 'partition');
    new DataAwsCallerIdentity(this, 'account');
    new DataAwsRegion(this, 'region');
  }

  /** @param resource what follows the account in the ARN, such as `parameter/kosli_api_token` */
  arn(service: string, resource: string, accountId = this.accountId): string {
    return `arn:${this.partition}:${service}:${this.region}:${accountId}:${resource}`;
  }

  /** Of a service that has no regions, such as IAM. */
  globalArn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}::${this.accountId}:${resource}`;
  }

  bucketArn(name: string): string {
    return `arn:${this.partition}:s3:::${name}`;
  }
}
