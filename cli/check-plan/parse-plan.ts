import * as v from 'valibot';
import { CommandError } from '../exit-code';
import { argumentsByAddress } from './configuration';
import { harmless } from './formats/harmless';
import { type Plan, type PlannedResource, planOf } from './plan';

/** The newest major version of the format that this knows; minor versions only add to it. */
const NEWEST_MAJOR = 1;

const HOW = 'Expected the output of `terraform show -json PLANFILE`.';

const PlanFile = v.object({
  format_version: v.string(),
  terraform_version: v.optional(v.string()),
  errored: v.optional(v.boolean()),
  complete: v.optional(v.boolean()),
  resource_changes: v.optional(v.array(v.unknown())),
  deferred_changes: v.optional(v.array(v.object({ resource_change: v.unknown() })), []),
  planned_values: v.optional(v.object({ root_module: v.optional(v.unknown()) })),
  configuration: v.optional(v.unknown()),
  values: v.optional(v.unknown()),
});

const named = { address: v.string(), mode: v.string(), type: v.string(), name: v.string() };

const ResourceChange = v.object({
  ...named,
  module_address: v.optional(v.string(), ''),
  change: v.object({
    actions: v.array(v.string()),
    after: v.optional(v.nullable(v.record(v.string(), v.unknown())), null),
    after_unknown: v.optional(v.unknown()),
    after_sensitive: v.optional(v.unknown()),
  }),
});

const ModuleValues = v.object({
  address: v.optional(v.string(), ''),
  resources: v.optional(
    v.array(
      v.object({
        ...named,
        values: v.optional(v.record(v.string(), v.unknown()), {}),
        sensitive_values: v.optional(v.unknown()),
      }),
    ),
    [],
  ),
  child_modules: v.optional(v.array(v.unknown()), []),
});

/** The type only: the value can be secret. */
const kindOf = (input: unknown): string => {
  if (input === undefined) return 'nothing';
  if (Array.isArray(input)) return 'a list';
  return input === null ? 'null' : typeof input;
};

/** @throws CommandError naming what is malformed, and where */
const parsed = <Schema extends v.GenericSchema>(
  schema: Schema,
  source: string,
  input: unknown,
  place = '',
): v.InferOutput<Schema> => {
  const { success, output, issues } = v.safeParse(schema, input);
  if (success) return output;
  const [issue] = issues;
  const where = [place, v.getDotPath(issue)].filter(Boolean).join('.');
  throw new CommandError(
    `${source} is not a plan: ${where === '' ? '' : `${where}: `}expected ${expectedIn(issue)}, got ${kindOf(issue.input)}. ${HOW}`,
  );
};

const expectedIn = ({ type, expected }: v.BaseIssue<unknown>): string | null =>
  // Of a field that is missing valibot says its name.
  type === 'object' && expected !== 'Object' ? 'a value' : expected;

const readVersion = (source: string, version: string): void => {
  const [, major] = /^(\d+)\.\d+$/.exec(version) ?? [];
  if (major === undefined)
    throw new CommandError(
      `${source} is not a plan: its format_version is ${harmless(JSON.stringify(version))}. ${HOW}`,
    );
  if (Number(major) > NEWEST_MAJOR)
    throw new CommandError(
      `${source} has format_version ${version}, expected ${NEWEST_MAJOR}.x or older: a newer Terraform made it. Use a newer ecs-exec-evidence, or an older Terraform.`,
    );
};

type Arguments = (module: string, type: string, name: string) => Readonly<Record<string, unknown>> | null;

interface Change {
  /** Where it is in the file. */
  readonly place: string;
  readonly change: unknown;
}

const changed = (source: string, changes: readonly Change[], given: Arguments): readonly PlannedResource[] =>
  changes.flatMap(({ place, change }) => {
    const one = parsed(ResourceChange, source, change, place);
    const { after, actions, after_unknown: unknown, after_sensitive: sensitive } = one.change;
    // What is only destroyed or forgotten has no `after`; data sources are read, not made.
    if (
      one.mode !== 'managed' ||
      after === null ||
      actions.every((action) => /^(delete|forget)$/.test(action))
    )
      return [];
    return {
      address: one.address,
      type: one.type,
      name: one.name,
      module: one.module_address,
      planned: { value: after, unknown, sensitive, leavesOutUnknown: false },
      arguments: given(one.module_address, one.type, one.name),
    };
  });

const inModules = (source: string, root: unknown, given: Arguments): readonly PlannedResource[] => {
  const found: PlannedResource[] = [];
  // A list, not recursion: how deep modules are nested is up to the file.
  const left: unknown[] = [root];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const module = parsed(ModuleValues, source, next, 'planned_values');
    for (const { mode, values, sensitive_values: sensitive, address, type, name } of module.resources) {
      if (mode !== 'managed') continue;
      const planned = { value: values, unknown: undefined, sensitive, leavesOutUnknown: true };
      found.push({
        address,
        type,
        name,
        module: module.address,
        planned,
        arguments: given(module.address, type, name),
      });
    }
    left.push(...module.child_modules.toReversed());
  }
  return found;
};

/**
 * @param source names the file in messages
 * @param json what `terraform show -json` printed, parsed
 * @throws CommandError when it is not a plan, not a complete one, or in a newer format than this knows
 */
export const parsePlan = (source: string, json: unknown): Plan => {
  const file = parsed(PlanFile, source, json);
  readVersion(source, file.format_version);
  if (file.errored === true)
    throw new CommandError(
      `${source} is the plan of a run that failed (errored: true), so resources are missing from it. Plan again without errors.`,
    );
  const given = argumentsByAddress(file.configuration);
  const about = {
    source,
    terraformVersion: file.terraform_version ?? null,
    complete: file.complete ?? null,
  };
  if (file.resource_changes !== undefined) {
    const changes = [
      ...file.resource_changes.map((change, index) => ({ place: `resource_changes.${index}`, change })),
      ...file.deferred_changes.map(({ resource_change: change }, index) => ({
        place: `deferred_changes.${index}.resource_change`,
        change,
      })),
    ];
    return planOf(about, changed(source, changes, given));
  }
  if (file.planned_values !== undefined)
    return planOf(about, inModules(source, file.planned_values.root_module ?? {}, given));
  const state = file.values === undefined ? '' : 'This is a state: ';
  throw new CommandError(
    `${source} is not a plan: ${state}it has neither resource_changes nor planned_values. ${HOW}`,
  );
};
