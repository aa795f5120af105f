import { DataAwsOrganizationsOrganization } from '@cdktf/provider-aws/lib/data-aws-organizations-organization';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { expression } from './expression';

export interface CloudTrailOwnerProps {
  /** Empty: a trail of the account itself. */
  readonly organizationId: string;
  readonly accountId: string;
}

/**
 * Whose trail it is. A delegated administrator creates an organization trail in the name of the management account, which is
 * in the trail's ARN then:
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
