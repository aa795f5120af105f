import { type TerraformStack, TerraformVariable } from 'cdktf';
import type { VariableDefinition } from './variables';

/**
 * Declares variables on the stack itself: anywhere below, their names would not be what users type.
 *
 * @returns by name, how each is referred to: `${var.name_prefix}`
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
      // cdktf cannot write null as a default.
      ...(fallback !== null && { default: fallback }),
      nullable: fallback === null,
    });
    for (const { holds, message } of validation) {
      variable.addValidation({ condition: holds(reference), errorMessage: message });
    }
    if (fallback === null) variable.addOverride('default', null);
    references[name] = reference;
  }
  return references as Readonly<Record<Name, string>>;
};
