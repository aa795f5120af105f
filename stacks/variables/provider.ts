import { ACCOUNT_ID, ROLE_ARN } from '../aws-patterns';
import { eachMatches, nullOrMatches, type VariableDefinition } from './definition';
import { accountIdsExpected } from './messages';

/** How the AWS provider is configured. A module does not have these: its caller configures the provider. */
export const PROVIDER_VARIABLES = {
  allowed_account_ids: {
    type: 'list(string)',
    default: [],
    description:
      'Accounts this may be deployed to; anywhere else Terraform refuses to plan. Empty for whichever account the credentials belong to.',
    validation: eachMatches(ACCOUNT_ID, accountIdsExpected('allowed_account_ids')),
  },
  assume_role_arn: {
    type: 'string',
    default: null,
    description: 'Role Terraform assumes to deploy this. Null to use the credentials it has.',
    validation: nullOrMatches(
      ROLE_ARN,
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
