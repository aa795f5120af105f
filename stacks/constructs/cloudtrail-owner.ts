import { DataAwsOrganizationsOrganization } from '@cdktf/provider-aws/lib/data-aws-organizations-organization';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { expression } from './expression';

export interface CloudTrailOwnerProps {
  /** Empty: a CloudTrail trail of the account itself. */
  readonly organizationId: string;
  readonly accountId: string;
}

/**
 * The account that owns the CloudTrail trail. A delegated administrator creates one of an organization on behalf of the
 * management account, which is then in its ARN:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-delegated-administrator.html
 */
export class CloudTrailOwner extends Construct {
  readonly accountId: string;

  constructor(scope: Construct, id: string, { organizationId, accountId }: CloudTrailOwnerProps) {
    super(scope, id);
    new DataAwsOrganizationsOrganization(this, 'organization', {
      count: Token.asNumber(expression`${organizationId} == "" ? 0 : 1`),
    });
    const organization = '${data.aws_organizations_organization.organization[0].master_account_id}';
    this.accountId = expression`${organizationId} == "" ? ${accountId} : ${organization}`;
  }
}
