import * as v from 'valibot';
import { parse as parseYaml } from 'yaml';
import { invalid, KosliRefusal } from './refusal';

// "start with a letter or digit, then letters, digits, `.`, `-`, `_`, `~`": the CLI's own rule for flows and trails.
const name = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._~-]*$/));
const freeForm = v.record(v.string(), v.unknown());
const externalUrls = v.record(
  v.string(),
  v.strictObject({ href: v.pipe(v.string(), v.url()), fingerprint: v.optional(v.string()) }),
);

const onBoth = {
  description: v.optional(v.string()),
  user_data: v.optional(freeForm),
  external_urls: v.optional(externalUrls),
  origin_url: v.optional(v.pipe(v.string(), v.url())),
  git_commit_info: v.optional(freeForm),
  repo_info: v.optional(freeForm),
};

/** `data_json` that begins a trail. */
export const TrailPayload = v.strictObject({ name, ...onBoth });
export type TrailPayload = v.InferOutput<typeof TrailPayload>;

/** `data_json` that creates a flow, or updates it. */
export const FlowPayload = v.strictObject({
  name,
  description: v.optional(v.string()),
  visibility: v.optional(v.string()),
});

/** `data_json` of a generic attestation. */
export const AttestationPayload = v.strictObject({
  attestation_name: v.pipe(v.string(), v.regex(/^[^.]+(\.[^.]+)?$/)),
  is_compliant: v.boolean(),
  annotations: v.optional(v.record(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_]+$/)), v.string())),
  artifact_fingerprint: v.optional(v.string()),
  target_artifacts: v.optional(v.array(v.string())),
  ...onBoth,
});
export type AttestationPayload = v.InferOutput<typeof AttestationPayload>;

// https://docs.kosli.com/schemas/flow-template/v1.json, as far as trails without artifacts go
const Template = v.strictObject({
  version: v.literal(1),
  trail: v.optional(
    v.strictObject({
      attestations: v.optional(
        v.array(
          v.strictObject({
            name: v.string(),
            type: v.union([
              v.picklist(['generic', 'jira', 'junit', 'pull_request', 'snyk', 'sonar', 'decision', '*']),
              v.pipe(v.string(), v.startsWith('custom:')),
            ]),
          }),
        ),
        [],
      ),
    }),
  ),
});

/** `data_json` as the schema says, with all that is wrong in the refusal. */
export const parsePayload = <Schema extends v.GenericSchema>(
  schema: Schema,
  dataJson: string,
): v.InferOutput<Schema> => {
  let json: unknown;
  try {
    json = JSON.parse(dataJson);
  } catch (error) {
    throw invalid({ data_json: String(error) });
  }
  const payload = v.safeParse(schema, json);
  if (payload.success) return payload.output;
  throw invalid(
    Object.fromEntries(payload.issues.map((issue) => [v.getDotPath(issue) ?? 'data_json', issue.message])),
  );
};

/** The names of the attestations a trail with this template has to hold. */
export const parseTemplate = (yaml: string): readonly string[] => {
  const template = v.safeParse(Template, parseYaml(yaml));
  if (!template.success) {
    const count = template.issues.length;
    const message = `${count} validation errors for Template\n${v.summarize(template.issues)}`;
    throw new KosliRefusal(400, { message });
  }
  return template.output.trail?.attestations.map((attestation) => attestation.name) ?? [];
};
