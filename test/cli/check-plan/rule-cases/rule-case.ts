import type { Given } from '../plans';

/** A rule, what is in the plan, and what the rule says of the last resource it looked at; null when it looked at none. */
export type RuleCase = readonly [
  rule: string,
  has: string,
  given: readonly Given[],
  verdict: string | null,
  says?: string,
];

export const one = (...given: readonly Given[]): readonly Given[] => given;
