import { CLOUDTRAIL_BUCKET_VARIABLES, OWN_CLOUDTRAIL_VARIABLES } from './variables/cloudtrail';
import { EVIDENCE_VARIABLES } from './variables/evidence';
import { FUNCTION_VARIABLES } from './variables/function';
import { OPERATION_VARIABLES } from './variables/operation';
import { TAG_VARIABLES } from './variables/provider';

export {
  CLOUDTRAIL_BUCKET_VARIABLES,
  EXISTING_CLOUDTRAIL_VARIABLES,
  OWN_CLOUDTRAIL_VARIABLES,
} from './variables/cloudtrail';
export type { VariableDefinition } from './variables/definition';
export { VPC_VARIABLES } from './variables/function';
export { PROVIDER_VARIABLES } from './variables/provider';

// The Terraform variables: the stacks declare them from here, and the documentation's tables and the module's inputs are
// tested against them.

/** Of the stack `evidence-reporter` and of the module, whatever the options. */
export const VARIABLES = {
  ...EVIDENCE_VARIABLES,
  ...OPERATION_VARIABLES,
  ...TAG_VARIABLES,
  ...FUNCTION_VARIABLES,
} as const;

/** Of the stack `cloudtrail`. */
export const CLOUDTRAIL_VARIABLES = {
  ...OWN_CLOUDTRAIL_VARIABLES,
  ...CLOUDTRAIL_BUCKET_VARIABLES,
  ...TAG_VARIABLES,
} as const;
