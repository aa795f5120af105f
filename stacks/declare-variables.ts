import { type TerraformStack, TerraformVariable } from 'cdktf';
import type { VariableDefinition } from './variables';

/**
 * Declares Terraform variables.
 *
 * @returns a reference to each by its name, such as `${var.name_prefix}`
 */
export const declareVariables = <Name extends string>(
  stack: TerraformStack,
  definitions: Readonly<Record<Name, VariableDefinition>>,
): Readonly<Record<Name, string>> => {
  const references: Partial<Record<Name, string>> = {};
  for (const name in definitions) {
    const { type, description, default: fallback, validation } = definitions[name];
    const reference = `\${var.${name}}`;
    const variable = new TerraformVariable(stack, name, {
      type,
      description,
      // cdktf omits a default of null; the override below writes it.
      ...(fallback !== null && { default: fallback }),
      nullable: fallback === null,
    });
    for (const { condition, message } of validation) {
      variable.addValidation({ condition: condition(reference), errorMessage: message });
    }
    if (fallback === null) variable.addOverride('default', null);
    references[name] = reference;
  }
  return references as Readonly<Record<Name, string>>;
};
