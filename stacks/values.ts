import type { VariableDefinition } from './variables';

/**
 * Declares what the definitions are of, in Terraform.
 *
 * @returns a reference to each by its name, such as `${var.name_prefix}`
 */
export type DeclareValues = <Name extends string>(
  definitions: Readonly<Record<Name, VariableDefinition>>,
) => Readonly<Record<Name, string>>;
