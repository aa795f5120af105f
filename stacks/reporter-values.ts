import type { GivenValue } from './declare-locals';
import {
  EXISTING_CLOUDTRAIL_VARIABLES,
  VARIABLES,
  type VariableDefinition,
  VPC_VARIABLES,
} from './variables';

type Of<Definition> = Definition extends { readonly type: 'number' }
  ? number
  : Definition extends { readonly type: 'list(string)' }
    ? readonly string[]
    : Definition extends { readonly default: null }
      ? string | null
      : string;

type Required<Definitions> = {
  readonly [Name in keyof Definitions as Definitions[Name] extends { readonly default: unknown }
    ? never
    : Name]: Of<Definitions[Name]>;
};
type Optional<Definitions> = { readonly [Name in keyof Definitions]?: Of<Definitions[Name]> };

/** Tags are the provider's, which is the stack's own. */
type Always = Omit<typeof VARIABLES, 'tags'>;

/**
 * The values of a reporter, by the names of the Terraform variables in docs/reference.md, which says what each means. Those of
 * `vpc` and `existingCloudTrail` are for these options.
 */
export type ReporterValues = Required<Always> &
  Optional<Always> &
  Optional<typeof VPC_VARIABLES> &
  Optional<typeof EXISTING_CLOUDTRAIL_VARIABLES>;

/** What is wrong with the values in the code of a stack. */
export class ReporterValuesError extends Error {
  override readonly name = 'ReporterValuesError';
}

/**
 * The definitions of the values that a reporter with these options has.
 *
 * @throws ReporterValuesError naming every value that is missing, or that nothing would read
 */
export const definitionsFor = (
  { vpc, existingCloudTrail }: { readonly vpc: boolean; readonly existingCloudTrail: boolean },
  given: Readonly<Record<string, GivenValue | undefined>>,
): Readonly<Record<string, VariableDefinition>> => {
  const { tags: _tags, ...always } = VARIABLES;
  const definitions: Readonly<Record<string, VariableDefinition>> = {
    ...always,
    ...(vpc && VPC_VARIABLES),
    ...(existingCloudTrail && EXISTING_CLOUDTRAIL_VARIABLES),
  };
  const missing = Object.entries(definitions)
    .filter(([name, { default: standard }]) => standard === undefined && given[name] === undefined)
    .map(([name]) => `${name} is missing`);
  const unread = Object.keys(given)
    .filter((name) => !(name in definitions))
    .map((name) =>
      name in VPC_VARIABLES
        ? `${name} is for the option vpc, which is not on`
        : name in EXISTING_CLOUDTRAIL_VARIABLES
          ? `${name} is for the option existingCloudTrail, which is not on`
          : `${name} is not a value of a reporter`,
    );
  const mistakes = [...missing, ...unread];
  if (mistakes.length === 0) return definitions;
  throw new ReporterValuesError(
    `The values of EvidenceReporter are wrong: ${mistakes.join('; ')}. Expected some of ${Object.keys(definitions).join(', ')}.`,
  );
};
