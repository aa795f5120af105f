import { type TerraformStack, TerraformVariable } from 'cdktf';
import { VARIABLES, type VariableDefinition, type VariableName } from './variables';

/**
 * A variable whose HCL says what its JSON says. cdktf leaves a default of "" and `nullable = false` out of HCL, so that the
 * variable becomes required or may be null, and takes a default that begins with a brace for an expression.
 */
class FaithfulVariable extends TerraformVariable {
  override synthesizeHclAttributes() {
    return {
      ...super.synthesizeHclAttributes(),
      ...(typeof this.default === 'string' && {
        default: { value: this.default, type: 'simple', storageClassType: 'string' },
      }),
      nullable: { value: this.nullable, type: 'simple', storageClassType: 'boolean' },
    };
  }
}

/** Declares it on the stack itself: anywhere below, its name would not be what users type. */
export const declareVariable = (stack: TerraformStack, name: VariableName): TerraformVariable => {
  const definition: VariableDefinition = VARIABLES[name];
  const variable = new FaithfulVariable(stack, name, {
    type: definition.type,
    description: definition.description,
    default: definition.default,
    nullable: false,
  });
  for (const { holds, message } of definition.validation) {
    variable.addValidation({ condition: holds(variable.value), errorMessage: message });
  }
  return variable;
};
