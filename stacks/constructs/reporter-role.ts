import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import type { ReporterPermissions } from './reporter-permissions';

export interface ReporterRoleProps {
  /** IAM is one namespace for all regions of an account, so the region has to be part of it. */
  readonly name: string;
  readonly path: string;
  readonly permissions: ReporterPermissions;
  /** Null: none. */
  readonly permissionsBoundaryArn: string;
}

/** Who the function is towards AWS. */
export class ReporterRole extends Construct {
  readonly role: IamRole;
  /** The function may not start before it may work. */
  readonly policy: IamRolePolicy;

  constructor(scope: Construct, id: string, props: ReporterRoleProps) {
    super(scope, id);
    const trust = new DataAwsIamPolicyDocument(this, 'reporter_trust', {
      statement: [
        {
          actions: ['sts:AssumeRole'],
          principals: [{ type: 'Service', identifiers: ['lambda.amazonaws.com'] }],
        },
      ],
    });
    this.role = new IamRole(this, 'reporter_role', {
      name: props.name,
      path: props.path,
      description: 'Reports ECS Exec sessions as evidence to Kosli',
      assumeRolePolicy: trust.json,
      permissionsBoundary: props.permissionsBoundaryArn,
    });
    const permissions = new DataAwsIamPolicyDocument(this, 'reporter_permissions', {
      statement: [...props.permissions.always],
    });
    permissions.addOverride('dynamic', [...props.permissions.whenGiven]);
    this.policy = new IamRolePolicy(this, 'reporter_policy', {
      name: 'report-sessions',
      role: this.role.id,
      policy: permissions.json,
    });
  }
}
