import type { Given } from '../plans';

/** A rule, what is in the plan, and the verdict on the first resource that did not pass; null when it looked at none. */
export type RuleCase = readonly [
  rule: string,
  has: string,
  given: readonly Given[],
  verdict: string | null,
  says?: string,
];

export const one = (...given: readonly Given[]): readonly Given[] => given;

/** Cases of one rule. */
export const of = (
  rule: string,
  ...cases: readonly (readonly [
    has: string,
    given: readonly Given[],
    verdict: string | null,
    says?: string,
  ])[]
): readonly RuleCase[] => cases.map((each) => [rule, ...each]);
