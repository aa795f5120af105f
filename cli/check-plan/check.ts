import { ofType, type Plan } from './plan';
import { isFailure, type Report, type Result, type Verdict } from './report';
import type { Judgement, Rule, RuleSettings } from './rule';
import { execLogging } from './rules/exec-logging';
import type { Waiver } from './waiver';
import { waiversInTags } from './waiver-tags';

export interface Check {
  readonly rules: readonly Rule[];
  readonly settings: RuleSettings;
  /** Besides those in the tags of resources. */
  readonly waivers: readonly Waiver[];
  readonly strict: boolean;
  readonly allowEmpty: boolean;
  /** The day of the check in UTC: `2026-11-21`. */
  readonly today: string;
}

const keyOf = ({ address, rule }: Pick<Waiver, 'address' | 'rule'>) => `${rule} ${address}`;

const resultOf = (
  plan: string,
  rule: Rule,
  { resource, violations, undecided }: Judgement,
  waivers: readonly Waiver[],
): Result => {
  const problems = [...violations, ...undecided];
  const base = { plan, rule: rule.id, address: resource.address, problems };
  if (problems.length === 0) return { ...base, verdict: 'passed', write: null, waiver: null };
  const write = rule.remediation(resource);
  const [waiver] = waivers;
  if (waiver !== undefined) {
    const { reason, until, by } = waiver;
    return { ...base, verdict: 'waived', write, waiver: { reason, until, by } };
  }
  return { ...base, verdict: violations.length > 0 ? 'violated' : 'undecided', write, waiver: null };
};

const grouped = (waivers: readonly Waiver[]): ReadonlyMap<string, readonly Waiver[]> => {
  const found = new Map<string, Waiver[]>();
  for (const waiver of waivers) {
    const same = found.get(keyOf(waiver));
    if (same === undefined) found.set(keyOf(waiver), [waiver]);
    else same.push(waiver);
  }
  return found;
};

const countsOf = (results: readonly Result[]): Readonly<Record<Verdict, number>> => {
  const counts = { passed: 0, violated: 0, undecided: 0, waived: 0 };
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
};

/** Judges plans by rules. */
export const checkPlans = (plans: readonly Plan[], check: Check): Report => {
  const isExpired = ({ until }: Waiver) => until !== null && until < check.today;
  const given = grouped(check.waivers.filter((waiver) => !isExpired(waiver)));
  const used = new Set<Waiver>();
  const inTags = plans.map(waiversInTags);
  const results = plans.flatMap((plan, index) => {
    const tagged = grouped(inTags[index]?.waivers ?? []);
    return check.rules.flatMap((rule) =>
      rule.judge(plan, check.settings).map((judgement) => {
        const key = keyOf({ address: judgement.resource.address, rule: rule.id });
        const waivers = [...(given.get(key) ?? []), ...(tagged.get(key) ?? [])];
        const result = resultOf(plan.source, rule, judgement, waivers);
        if (result.verdict === 'waived') for (const waiver of waivers) used.add(waiver);
        return result;
      }),
    );
  });
  // A waiver of a rule that did not run can be needed by a run in which it does.
  const unused = [...check.waivers, ...inTags.flatMap(({ waivers }) => waivers)].filter(
    (waiver) => !used.has(waiver) && check.rules.some(({ id }) => id === waiver.rule),
  );
  const clusters = (plan: Plan) => ofType(plan, 'aws_ecs_cluster').length;
  const noCluster =
    check.rules.includes(execLogging) && !check.allowEmpty && plans.every((plan) => clusters(plan) === 0);
  return {
    plans: plans.map((plan) => ({
      plan: plan.source,
      terraformVersion: plan.terraformVersion,
      complete: plan.complete,
      resources: plan.resources.length,
      clusters: clusters(plan),
    })),
    rules: check.rules.map(({ id }) => id),
    results,
    noCluster,
    strict: check.strict,
    unusedWaivers: unused.map((waiver) => ({ ...waiver, expired: isExpired(waiver) })),
    futileTags: inTags.flatMap(({ futile }) => futile),
    counts: countsOf(results),
    ok: !noCluster && !results.some((result) => isFailure(result, check)),
  };
};
