import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { objectAt } from '../../export/hcl/configuration';
import type { SynthesisedStack } from '../../export/synthesise';
import type { Deployment } from './deployment';
import { deployedReporter } from './terraform/deployed';
import { overrideRoot } from './terraform/override';
import type { Terraform } from './terraform/terraform';

/** A synthesised stack where Terraform runs. */
export interface StackRoot {
  readonly stack: SynthesisedStack;
  readonly region: string;
  readonly terraform: Terraform;
}

const functionsIn = ({ configuration }: SynthesisedStack) =>
  objectAt(objectAt(configuration, 'resource'), 'aws_lambda_function');
export const reporterIn = (stack: SynthesisedStack): boolean => 'reporter' in functionsIn(stack);
const packageIn = (stack: SynthesisedStack): string =>
  String(objectAt(functionsIn(stack), 'reporter').filename);

/** Writes the variable file of one stack, with the values of those variables it has. */
export const writeVariables = (
  folder: string,
  { configuration }: SynthesisedStack,
  values: Readonly<Record<string, unknown>>,
  file = 'terraform.tfvars.json',
): void => {
  const declared = objectAt(configuration, 'variable');
  const own = Object.entries(values).filter(([name]) => name in declared);
  writeFileSync(join(folder, file), JSON.stringify(Object.fromEntries(own)));
};

/** Puts a stack into a folder, over what was synthesised there before; a state there stays. */
export const prepareRoot = (
  { sandbox, terraformIn, variablesIn }: Deployment,
  stack: SynthesisedStack,
  region: string,
  name = stack.name,
): StackRoot => {
  const folder = join(sandbox.folder, 'json', name);
  mkdirSync(folder, { recursive: true });
  cpSync(stack.folder, folder, { recursive: true });
  overrideRoot(folder, reporterIn(stack));
  writeVariables(folder, stack, variablesIn(region));
  return { stack, region, terraform: terraformIn(folder, region) };
};

/** Has a session reported by what was deployed, if that is a reporter. */
export const tryReporter = async (
  { reportIn }: Deployment,
  { stack, region, terraform }: StackRoot,
  session?: number,
): Promise<void> => {
  if (!reporterIn(stack)) return;
  const deployed = deployedReporter(await terraform.json('show', '-json'));
  await reportIn(region, deployed, join(terraform.folder, packageIn(stack)), session);
};
