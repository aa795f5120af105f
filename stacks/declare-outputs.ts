import { TerraformOutput, type TerraformStack } from 'cdktf';

interface OutputDefinition {
  readonly value: string;
  readonly description: string;
}

/** Declares Terraform outputs, by name. */
export const declareOutputs = (
  stack: TerraformStack,
  outputs: Readonly<Record<string, OutputDefinition>>,
): void => {
  for (const [name, { value, description }] of Object.entries(outputs)) {
    new TerraformOutput(stack, name, { value, description });
  }
};
