import { at, isUnknown, textOf } from './place';
import type { Plan } from './plan';
import { RULES } from './rules';
import type { Waiver } from './waiver';

/** A tag `check-plan:waive:exec-logging` on a resource; its value is the reason. */
export const WAIVER_TAG = 'check-plan:waive:';

/** A tag that was meant to waive something and does not. */
export interface FutileTag {
  readonly address: string;
  readonly tag: string;
  readonly why: string;
}

const whyFutile = (rule: string, isLater: boolean, reason: string | null): string | null => {
  if (!RULES.some(({ id }) => id === rule)) return `there is no rule ${JSON.stringify(rule)}`;
  if (isLater) return 'its value is known only after apply, and a waiver needs a reason';
  return reason === null ? 'its value is empty, and a waiver needs a reason' : null;
};

/** What the tags of a plan's resources waive. */
export const waiversInTags = (
  plan: Plan,
): { readonly waivers: readonly Waiver[]; readonly futile: readonly FutileTag[] } => {
  const waivers: Waiver[] = [];
  const futile: FutileTag[] = [];
  for (const { address, planned } of plan.resources) {
    // Not `tags_all`: a default tag of the provider would waive a rule for everything.
    const tags = at(planned, 'tags');
    if (typeof tags.value !== 'object' && typeof tags.unknown !== 'object') continue;
    const names = new Set([...Object.keys(Object(tags.value)), ...Object.keys(Object(tags.unknown))]);
    for (const tag of names) {
      if (!tag.startsWith(WAIVER_TAG)) continue;
      const rule = tag.slice(WAIVER_TAG.length);
      const value = at(tags, tag);
      const reason = textOf(value)?.trim() ?? null;
      const why = whyFutile(rule, isUnknown(value), reason);
      if (why === null) waivers.push({ address, rule, reason: reason ?? '', until: null, by: 'tag' });
      else futile.push({ address, tag, why });
    }
  }
  return { waivers, futile };
};
