import * as v from 'valibot';

const resource = <Entries extends v.ObjectEntries>(entries: Entries) =>
  v.looseObject({ address: v.string(), values: v.looseObject(entries) });

const ReporterFunction = resource({
  function_name: v.string(),
  code_sha256: v.string(),
  handler: v.string(),
  timeout: v.number(),
  memory_size: v.number(),
  environment: v.tuple([v.object({ variables: v.record(v.string(), v.string()) })]),
});
const Mapping = resource({
  event_source_arn: v.string(),
  batch_size: v.number(),
  function_response_types: v.nullish(v.array(v.string()), []),
});
const RolePolicy = resource({ policy: v.string() });

const Module: v.GenericSchema<unknown, { resources: unknown[] }> = v.pipe(
  v.object({
    resources: v.optional(v.array(v.unknown()), []),
    child_modules: v.optional(v.array(v.object({ resources: v.optional(v.array(v.unknown()), []) })), []),
  }),
  v.transform(({ resources, child_modules }) => ({
    resources: [...resources, ...child_modules.flatMap((child) => child.resources)],
  })),
);

/** `terraform show -json` of a state: https://developer.hashicorp.com/terraform/internals/json-format#state-representation */
const State = v.object({ values: v.object({ root_module: Module }) });

/** What Terraform read back from AWS of the reporter it deployed. */
export interface Deployed {
  readonly function: v.InferOutput<typeof ReporterFunction>['values'];
  readonly mapping: v.InferOutput<typeof Mapping>['values'];
  /** What the function may do. */
  readonly policy: unknown;
}

const only = <Schema extends v.GenericSchema>(
  state: unknown,
  address: string,
  schema: Schema,
): v.InferOutput<Schema> => {
  const { resources } = v.parse(State, state).values.root_module;
  const named = v.looseObject({ address: v.pipe(v.string(), v.endsWith(address)) });
  return v.parse(
    schema,
    resources.find((each) => v.is(named, each)),
  );
};

/** @throws ValiError when the state holds no reporter */
export const deployedReporter = (state: unknown): Deployed => ({
  function: only(state, 'aws_lambda_function.reporter', ReporterFunction).values,
  mapping: only(state, 'aws_lambda_event_source_mapping.transcripts_to_reporter', Mapping).values,
  policy: JSON.parse(only(state, 'aws_iam_role_policy.reporter_policy', RolePolicy).values.policy),
});
