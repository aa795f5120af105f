import { unwrapReference } from '../constructs/expression';

/** A condition Terraform checks before it plans. */
export interface Validation {
  /** @param reference such as `${var.tags}`; returns an expression of Terraform's */
  readonly condition: (reference: string) => string;
  /** What was expected. Terraform shows the given value itself. */
  readonly message: string;
}

export interface VariableDefinition {
  readonly type: 'string' | 'number' | 'list(string)' | 'map(string)';
  /** Without one Terraform asks for the value. Null: what the variable is about does not exist. */
  readonly default?: string | number | null | readonly string[] | Readonly<Record<string, string>>;
  readonly description: string;
  readonly validation: readonly Validation[];
}

/** @param condition an expression without its braces, given the variable's name in expressions, such as `var.tags` */
const validate = (condition: (value: string) => string, message: string): readonly Validation[] => [
  { condition: (reference) => `\${${condition(unwrapReference(reference))}}`, message },
];

// Terraform's regex finds a match anywhere, so every pattern is anchored at both ends; [.] stands for \. and [0-9] for \d,
// because a backslash would have to be escaped twice.
const isMatch = (pattern: string, value: string): string =>
  `can(regex(${JSON.stringify(pattern)}, ${value}))`;
const allMatch = (pattern: string, list: string): string =>
  `alltrue([for each in ${list} : ${isMatch(pattern, 'each')}])`;

export const matches = (pattern: string, message: string) =>
  validate((value) => isMatch(pattern, value), message);

export const doesNotMatch = (pattern: string, message: string) =>
  validate((value) => `!${isMatch(pattern, value)}`, message);

export const nullOrMatches = (pattern: string, message: string) =>
  validate((value) => `${value} == null || ${isMatch(pattern, value)}`, message);

/** Each element of a list matches. */
export const eachMatches = (pattern: string, message: string) =>
  validate((list) => allMatch(pattern, list), message);

/** A list has an element, and each matches. */
export const nonEmptyAndEachMatches = (pattern: string, message: string) =>
  validate((list) => `length(${list}) > 0 && ${allMatch(pattern, list)}`, message);

/** A whole number from `min` to `max`, both included. */
export const wholeNumber = (min: number, max: number, message: string) =>
  validate((value) => `${value} >= ${min} && ${value} <= ${max} && floor(${value}) == ${value}`, message);

export const oneOf = (numbers: readonly number[], message: string) =>
  validate((value) => `contains([${numbers.join(', ')}], ${value})`, message);
