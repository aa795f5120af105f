import { isBlank } from './blank';
import { at, isUnknown, type Place, textOf } from './place';
import type { Plan } from './plan';
import { RULES } from './rules';
import type { Waiver } from './waiver';

/** A tag `check-plan:waive:exec-logging` on a resource; its value is the reason. */
export const WAIVER_TAG = 'check-plan:waive:';

const SENSITIVE = 'its value is sensitive, and a reason has to be readable';
/** Where all tags are sensitive, so are their names. */
const SENSITIVE_TAG = `${WAIVER_TAG}(sensitive)`;

/** A tag that was meant to waive something and does not. */
export interface FutileTag {
  readonly address: string;
  readonly tag: string;
  readonly why: string;
}

const whyFutile = (rule: string, value: Place): string | null => {
  if (!RULES.some(({ id }) => id === rule)) return `there is no rule ${JSON.stringify(rule)}`;
  if (value.sensitive === true) return SENSITIVE;
  if (isUnknown(value)) return 'its value is known only after apply, and a waiver needs a reason';
  return isBlank(textOf(value) ?? '') ? 'its value is empty, and a waiver needs a reason' : null;
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
    const names = new Set([...Object.keys(Object(tags.value)), ...Object.keys(Object(tags.unknown))]);
    const meant = [...names].filter((tag) => tag.toLowerCase().startsWith(WAIVER_TAG));
    if (meant.length > 0 && tags.sensitive === true) {
      futile.push({ address, tag: SENSITIVE_TAG, why: SENSITIVE });
      continue;
    }
    for (const tag of meant) {
      const value = at(tags, tag);
      const rule = tag.slice(WAIVER_TAG.length);
      const why = tag.startsWith(WAIVER_TAG)
        ? whyFutile(rule, value)
        : `it has capital letters, expected ${WAIVER_TAG} and the name of a rule`;
      if (why === null)
        waivers.push({ address, rule, reason: textOf(value)?.trim() ?? '', until: null, by: 'tag' });
      else futile.push({ address, tag, why });
    }
  }
  return { waivers, futile };
};
