import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import { Construct } from 'constructs';

/** Partition, account and region Terraform runs in, and the ARNs that follow from them. */
export class DeploymentPlace extends Construct {
  readonly partition: string;
  readonly dnsSuffix: string;
  readonly accountId: string;
  readonly region: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const partition = new DataAwsPartition(this, 'partition');
    this.partition = partition.partition;
    this.dnsSuffix = partition.dnsSuffix;
    this.accountId = new DataAwsCallerIdentity(this, 'account').accountId;
    // `id`, because version 5 of the provider knows no `region` here and version 6 deprecates `name`.
    this.region = new DataAwsRegion(this, 'region').id;
  }

  /** @param resource what follows the account in the ARN, such as `parameter/kosli_api_token` */
  arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.region}:${this.accountId}:${resource}`;
  }

  bucketArn(name: string): string {
    return `arn:${this.partition}:s3:::${name}`;
  }
}
