import * as v from 'valibot';

const oneOrMore = v.pipe(
  v.union([v.string(), v.array(v.string())]),
  v.transform((value) => (typeof value === 'string' ? [value] : value)),
);
const Principal = v.union([v.literal('*'), v.record(v.string(), oneOrMore)]);
const Statement = v.object({
  Sid: v.optional(v.string(), ''),
  Effect: v.picklist(['Allow', 'Deny']),
  Principal: v.optional(Principal),
  NotPrincipal: v.optional(Principal),
  Action: v.optional(oneOrMore),
  NotAction: v.optional(oneOrMore),
  Resource: v.optional(oneOrMore),
  NotResource: v.optional(oneOrMore),
  Condition: v.optional(v.record(v.string(), v.record(v.string(), v.unknown())), {}),
});

/** One statement of an IAM policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export type Statement = v.InferOutput<typeof Statement>;

const Policy = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    Statement: v.pipe(
      v.union([v.array(Statement), Statement]),
      v.transform((value) => (Array.isArray(value) ? value : [value])),
    ),
  }),
);

/**
 * The statements of a policy.
 *
 * @param policy as JSON
 * @throws v.ValiError for anything that IAM would not take for a policy
 */
export const statementsOf = (policy: string): readonly Statement[] => v.parse(Policy, policy).Statement;

/** Whether text matches a pattern in which `*` stands for any text and `?` for one character. */
const matches = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll(/\*+/g, '.*')
      .replaceAll('?', '.')}$`,
    's',
  ).test(text);

const anyMatches = (patterns: readonly string[], text: string): boolean =>
  patterns.some((pattern) => matches(pattern, text));

/** Whether a statement is about an action; names of actions have no case. */
export const isAboutAction = ({ Action, NotAction }: Statement, action: string): boolean => {
  const lower = (names: readonly string[]) => names.map((name) => name.toLowerCase());
  if (Action !== undefined) return anyMatches(lower(Action), action.toLowerCase());
  return NotAction !== undefined && !anyMatches(lower(NotAction), action.toLowerCase());
};

/** Whether a statement is about a resource, by its ARN. */
export const isAboutResource = ({ Resource, NotResource }: Statement, arn: string): boolean => {
  if (Resource !== undefined) return anyMatches(Resource, arn);
  return NotResource !== undefined && !anyMatches(NotResource, arn);
};

const principalsIn = (given: Statement['Principal']): readonly string[] =>
  given === '*' ? ['*'] : (given?.AWS ?? []);

/** Whether a statement that denies is about a role or user, by its ARN. An account stands for everybody in it. */
export const isAboutPrincipal = ({ Principal, NotPrincipal }: Statement, arn: string): boolean => {
  const [, , , , account = ''] = arn.split(':');
  const names = (one: string) =>
    one === '*' || one === arn || one === account || one.endsWith(`::${account}:root`);
  if (NotPrincipal !== undefined) return !principalsIn(NotPrincipal).includes(arn);
  return principalsIn(Principal).some(names);
};
