import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { FUNCTION_DESCRIPTION } from './reporter-function';
import type { ReporterPermissions } from './reporter-permissions';

export interface ReporterRoleProps {
  /** Contains the region, because IAM is one namespace for all regions of an account. */
  readonly name: string;
  readonly path: string;
  readonly permissions: ReporterPermissions;
  /** Null: none. */
  readonly permissionsBoundaryArn: string;
}

/** The role the function runs with. */
export class ReporterRole extends Construct {
  readonly role: IamRole;
  /** The function needs it before it can run. */
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
      description: FUNCTION_DESCRIPTION,
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
