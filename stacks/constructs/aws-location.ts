import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import { Construct } from 'constructs';

/** The partition, account and region of a deployment as Terraform expressions, and ARNs made of them. */
export class AwsLocation extends Construct {
  readonly partition: string;
  readonly dnsSuffix: string;
  readonly accountId: string;
  readonly region: string;

  /** @param idPrefix what its logical ids begin with: unique where a stack has several */
  constructor(scope: Construct, id: string, idPrefix = '') {
    super(scope, id);
    this.partition = `\${data.aws_partition.${idPrefix}partition.partition}`;
    this.dnsSuffix = `\${data.aws_partition.${idPrefix}partition.dns_suffix}`;
    this.accountId = `\${data.aws_caller_identity.${idPrefix}account.account_id}`;
    // `id`, because version 5 of the provider has no `region` here and version 6 deprecates `name`.
    this.region = `\${data.aws_region.${idPrefix}region.id}`;
    new DataAwsPartition(this, 'partition').overrideLogicalId(`${idPrefix}partition`);
    new DataAwsCallerIdentity(this, 'account').overrideLogicalId(`${idPrefix}account`);
    new DataAwsRegion(this, 'region').overrideLogicalId(`${idPrefix}region`);
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
