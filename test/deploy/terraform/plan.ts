import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { differencesAt } from '../../differences';

/** What a plan would do, by the actions Terraform names. */
export interface PlanCounts {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
}

const Change = v.looseObject({
  address: v.string(),
  change: v.looseObject({ actions: v.array(v.string()) }),
});

/** `terraform show -json` of a plan: https://developer.hashicorp.com/terraform/internals/json-format#plan-representation */
const Plan = v.looseObject({
  resource_changes: v.optional(v.array(Change), []),
  relevant_attributes: v.optional(v.array(v.unknown()), []),
});

export const countsOf = (plan: unknown): PlanCounts => {
  const actions = v.parse(Plan, plan).resource_changes.flatMap(({ change }) => change.actions);
  const count = (wanted: string) => actions.filter((action) => action === wanted).length;
  return { create: count('create'), update: count('update'), delete: count('delete') };
};

/** What a plan would change, each as its address and how: `aws_sqs_queue.transcripts update`. */
export const changesIn = (plan: unknown): string[] =>
  v
    .parse(Plan, plan)
    .resource_changes.filter(({ change: { actions } }) => !['no-op', 'read'].includes(actions.join()))
    .map(({ address, change: { actions } }) => `${address} ${actions.join(' and ')}`)
    .sort();

const Taggable = v.looseObject({ after: v.looseObject({ tags_all: v.record(v.string(), v.string()) }) });

/**
 * Everything that takes tags has these.
 *
 * @returns how many resources that are
 * @throws Error naming those without
 */
export const checkTags = (plan: unknown, tags: Readonly<Record<string, string>>): number => {
  const taggable = v.parse(Plan, plan).resource_changes.filter(({ change }) => v.is(Taggable, change));
  const without = taggable.filter(
    ({ change }) => !isDeepStrictEqual(v.parse(Taggable, change).after.tags_all, tags),
  );
  if (without.length > 0 || taggable.length === 0) {
    throw new Error(
      `expected ${JSON.stringify(tags)} on ${without.map(({ address }) => address).join(', ')}`,
    );
  }
  return taggable.length;
};

// moto gives a role another id whenever it is assumed.
const withoutUserId = (plan: unknown): unknown =>
  JSON.parse(JSON.stringify(plan), (name, value) => (name === 'user_id' ? undefined : value));

// When it was made; how the configuration is written; a set, in no order.
const comparable = (plan: unknown) => {
  const {
    timestamp: _when,
    configuration: _how,
    relevant_attributes,
    ...rest
  } = v.parse(Plan, withoutUserId(plan));
  return { ...rest, relevant_attributes: relevant_attributes.map((each) => JSON.stringify(each)).sort() };
};

/**
 * In what two plans differ, attribute by attribute: variables, what was read, what is planned for each resource, what
 * changes, outputs.
 */
export const differencesBetween = (one: unknown, other: unknown): string[] =>
  differencesAt('plan', comparable(one), comparable(other));
