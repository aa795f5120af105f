import * as v from 'valibot';

type Arguments = Readonly<Record<string, unknown>>;

const Module = v.object({
  resources: v.optional(
    v.array(
      v.object({
        mode: v.optional(v.string(), 'managed'),
        type: v.string(),
        name: v.string(),
        expressions: v.optional(v.record(v.string(), v.unknown()), {}),
      }),
    ),
    [],
  ),
  module_calls: v.optional(v.record(v.string(), v.object({ module: v.optional(v.unknown()) })), {}),
});

const Configuration = v.object({ root_module: v.optional(v.unknown()) });

/** `module.a["x"].module.b[0]` is configured once, as `module.a.module.b`. */
const withoutIndexes = (address: string): string => address.replaceAll(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, '');

const keyOf = (module: string, type: string, name: string) => JSON.stringify([module, type, name]);

/**
 * Finds what the configuration in a plan gives for the arguments of a resource.
 * https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
 *
 * @returns null for a resource whose configuration the plan does not bring
 */
export const argumentsByAddress = (
  configuration: unknown,
): ((module: string, type: string, name: string) => Arguments | null) => {
  const found = new Map<string, Arguments>();
  const left: { readonly address: string; readonly module: unknown }[] = v.is(Configuration, configuration)
    ? [{ address: '', module: configuration.root_module }]
    : [];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { address } = next;
    const { success, output } = v.safeParse(Module, next.module);
    // It only helps to decide more; a plan can be judged without.
    if (!success) continue;
    for (const { mode, type, name, expressions } of output.resources)
      if (mode === 'managed') found.set(keyOf(address, type, name), expressions);
    for (const [name, call] of Object.entries(output.module_calls))
      left.push({ address: `${address === '' ? '' : `${address}.`}module.${name}`, module: call.module });
  }
  return (module, type, name) => found.get(keyOf(withoutIndexes(module), type, name)) ?? null;
};
