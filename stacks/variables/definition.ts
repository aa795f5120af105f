import { unwrapReference } from '../constructs/expression';

/** A claim Terraform checks before it plans. */
interface Validation {
  /** @param reference such as `${var.tags}`; returns an expression of Terraform's */
  readonly holds: (reference: string) => string;
  /** What was expected. Terraform shows the value given by itself. */
  readonly message: string;
}

export interface VariableDefinition {
  readonly type: 'string' | 'number' | 'list(string)' | 'map(string)';
  /** No default: Terraform asks for it. Null: what it is about does not exist. */
  readonly default?: string | number | null | readonly string[] | Readonly<Record<string, string>>;
  readonly description: string;
  readonly validation: readonly Validation[];
}

// Terraform's regex finds a match anywhere, so every pattern has both ends; [.] stands for \. and [0-9] for \d, since a
// backslash would have to be escaped twice.
const matchOf = (pattern: string, value: string): string =>
  `can(regex(${JSON.stringify(pattern)}, ${value}))`;

export const matches = (pattern: string, message: string): readonly Validation[] => [
  { holds: (reference) => `\${${matchOf(pattern, unwrapReference(reference))}}`, message },
];

/** As `matches`, of what may be left out. */
export const nullOrMatches = (pattern: string, message: string): readonly Validation[] => [
  {
    holds: (reference) =>
      `\${${unwrapReference(reference)} == null || ${matchOf(pattern, unwrapReference(reference))}}`,
    message,
  },
];

/** As `matches`, of each element of a list. */
export const eachMatches = (pattern: string, message: string): readonly Validation[] => [
  {
    holds: (reference) =>
      `\${alltrue([for each in ${unwrapReference(reference)} : ${matchOf(pattern, 'each')}])}`,
    message,
  },
];

/** As `eachMatches`, of a list that may not be empty. */
export const nonEmptyAndEachMatches = (pattern: string, message: string): readonly Validation[] => [
  {
    holds: (reference) =>
      `\${length(${unwrapReference(reference)}) > 0 && alltrue([for each in ${unwrapReference(reference)} : ${matchOf(pattern, 'each')}])}`,
    message,
  },
];

/** Whole numbers from `min` to `max`, both allowed. */
export const wholeNumber = (min: number, max: number, message: string): readonly Validation[] => [
  {
    holds: (reference) => {
      const value = unwrapReference(reference);
      return `\${${value} >= ${min} && ${value} <= ${max} && floor(${value}) == ${value}}`;
    },
    message,
  },
];

export const oneOf = (numbers: readonly number[], message: string): readonly Validation[] => [
  { holds: (reference) => `\${contains([${numbers.join(', ')}], ${unwrapReference(reference)})}`, message },
];
