import { TerraformLocal } from 'cdktf';
import type { Construct } from 'constructs';
import type { VariableDefinition } from './variables';

/** A value given in code: a literal, or a reference to something of the stack. */
export type GivenValue = string | number | null | readonly string[];

/** A condition Terraform checks, and what it says when it is not met. */
export interface Precondition {
  readonly condition: string;
  readonly error_message: string;
}

/** Values as Terraform locals, which take references to other resources, as a variable's default does not. */
export interface Locals {
  /** A reference to each by its name, such as `${local.evidence_name_prefix}`. */
  readonly references: Readonly<Record<string, string>>;
  /** What a variable's validation would check. */
  readonly preconditions: readonly Precondition[];
}

/**
 * @param idPrefix what their logical ids begin with
 * @param given by name; what is not given has the default of its definition
 */
export const declareLocals = (
  scope: Construct,
  idPrefix: string,
  definitions: Readonly<Record<string, VariableDefinition>>,
  given: Readonly<Record<string, GivenValue>>,
): Locals => {
  const references: Record<string, string> = {};
  const preconditions: Precondition[] = [];
  for (const [name, { default: standard, validation }] of Object.entries(definitions)) {
    const value = name in given ? given[name] : standard;
    // cdktf would leave out a local of null.
    new TerraformLocal(scope, name, value === null ? '${null}' : value).overrideLogicalId(
      `${idPrefix}${name}`,
    );
    const reference = `\${local.${idPrefix}${name}}`;
    references[name] = reference;
    for (const { condition, message } of validation)
      preconditions.push({ condition: condition(reference), error_message: message });
  }
  return { references, preconditions };
};
