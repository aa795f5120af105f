import { eachMatches, nullOrMatches, type VariableDefinition } from './definition';
import { ACCOUNT_ID } from './patterns';

/** What the AWS provider is told. A module has no provider of its own, so these are its caller's business there. */
export const PROVIDER_VARIABLES = {
  allowed_account_ids: {
    type: 'list(string)',
    default: [],
    description:
      'Accounts this may be deployed to; anywhere else Terraform refuses to plan. Empty for wherever the credentials are of.',
    validation: eachMatches(
      ACCOUNT_ID,
      'allowed_account_ids is expected to be a list of AWS account ids of 12 digits each, in quotes.',
    ),
  },
  assume_role_arn: {
    type: 'string',
    default: null,
    description: 'Role Terraform takes on to deploy this. Null for the credentials it has.',
    validation: nullOrMatches(
      '^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+$',
      'assume_role_arn is expected to be the ARN of an IAM role such as arn:aws:iam::111122223333:role/deploy.',
    ),
  },
} as const satisfies Record<string, VariableDefinition>;

export const TAG_VARIABLES = {
  tags: {
    type: 'map(string)',
    default: {},
    description: 'Tags for everything this stack creates.',
    validation: [],
  },
} as const satisfies Record<string, VariableDefinition>;
