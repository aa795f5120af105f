import type { Place } from './place';

/** A resource that will be there once the plan is applied: new, changed, or as it is. */
export interface PlannedResource {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  /** Its attributes and blocks. */
  readonly planned: Place;
  /** `module.network`; empty for the root module. */
  readonly module: string;
  /** What the configuration has for each argument; null where the plan does not bring its configuration. */
  readonly arguments: Readonly<Record<string, unknown>> | null;
}

export interface Plan {
  /** The file as it was named, or `-`. */
  readonly source: string;
  readonly terraformVersion: string | null;
  /** Whether all of the configuration is planned; null where the plan does not say (Terraform before 1.8). */
  readonly complete: boolean | null;
  /** Managed resources, in the order of the plan. */
  readonly resources: readonly PlannedResource[];
  readonly byType: ReadonlyMap<string, readonly PlannedResource[]>;
}

export const planOf = (
  about: Pick<Plan, 'source' | 'terraformVersion' | 'complete'>,
  resources: readonly PlannedResource[],
): Plan => {
  const byType = new Map<string, PlannedResource[]>();
  for (const resource of resources) {
    const same = byType.get(resource.type);
    if (same === undefined) byType.set(resource.type, [resource]);
    else same.push(resource);
  }
  return { ...about, resources, byType };
};

export const ofType = (plan: Plan, ...types: readonly string[]): readonly PlannedResource[] =>
  types.flatMap((type) => plan.byType.get(type) ?? []);

/** Whether the configuration gives an argument; undefined where that cannot be told. */
export const isConfigured = ({ arguments: given }: PlannedResource, argument: string): boolean | undefined =>
  given === null ? undefined : Object.hasOwn(given, argument);

/**
 * What an argument refers to, as addresses without indexes, in the module of the resource: `aws_vpc.main`.
 * https://developer.hashicorp.com/terraform/internals/json-format#expression-representation
 */
export const referencesOf = ({ arguments: given }: PlannedResource, argument: string): readonly string[] => {
  const expression = given?.[argument];
  if (typeof expression !== 'object' || expression === null || !('references' in expression)) return [];
  const { references } = expression;
  return Array.isArray(references) ? references.filter((each) => typeof each === 'string') : [];
};

/** Whether an argument of one resource refers to another one of the same module. */
export const refersTo = (from: PlannedResource, argument: string, to: PlannedResource): boolean =>
  from.module === to.module && referencesOf(from, argument).includes(`${to.type}.${to.name}`);
