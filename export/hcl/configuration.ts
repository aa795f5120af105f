import { asItIs, type Block, evaluated, type Reading, writeBlock } from './body';
import { readExpression } from './read-expression';
import { expressionOf, isObject, type Json, type JsonObject, literalOf } from './value';

/** A Terraform configuration as cdktf synthesises it: https://developer.hashicorp.com/terraform/language/syntax/json */
export type Configuration = JsonObject;

/** Something at the top of the configuration that has not been written as HCL before. */
export class UnknownSectionError extends Error {
  override readonly name = 'UnknownSectionError';

  constructor(section: string) {
    super(
      `The synthesised configuration has a section "${section}", expected only ${Object.keys(SECTIONS).join(', ')}. ` +
        'Teach export/hcl/configuration.ts to write it.',
    );
  }
}

export const objectAt = (value: Json | undefined, name: string): JsonObject => {
  const inside = isObject(value) ? value[name] : undefined;
  if (inside === undefined) return {};
  if (!isObject(inside)) throw new TypeError(`expected "${name}" to be an object: ${JSON.stringify(inside)}`);
  return inside;
};

type Section = (content: JsonObject) => readonly string[];

const oneLabel =
  (type: string, reading: Reading): Section =>
  (content) =>
    Object.keys(content).map((label) =>
      writeBlock({ type, labels: [label], body: objectAt(content, label) }, reading),
    );

const twoLabels =
  (type: string): Section =>
  (content) =>
    Object.keys(content).flatMap((kind) => {
      const elements = objectAt(content, kind);
      return Object.keys(elements).map((name) =>
        writeBlock({ type, labels: [kind, name], body: objectAt(elements, name) }, evaluated),
      );
    });

const variableReading: Reading = (name, value) => {
  if (name === 'type') return readExpression(String(value));
  return name === 'condition' || name === 'error_message' ? expressionOf(value) : literalOf(value);
};

const outputReading: Reading = (name, value) =>
  name === 'description' ? literalOf(value) : evaluated(name, value);

// A provider may be configured several times, so its content is a list.
const providers: Section = (content) =>
  Object.entries(content).flatMap(([name, configured]) =>
    [configured]
      .flat()
      .filter(isObject)
      .map((body) => writeBlock({ type: 'provider', labels: [name], body }, evaluated)),
  );

// The backend and the required providers are blocks of this one; what it is called is the label of a backend.
const settings: Section = ({ required_providers, backend, cloud, ...body }) => {
  const blockOf = (type: string, inside: Json | undefined): Block[] =>
    isObject(inside) ? [{ type, labels: [], body: inside }] : [];
  const backends = Object.entries(objectAt({ backend: backend ?? {} }, 'backend')).flatMap(
    ([label, inside]) => blockOf('backend', inside).map((block) => ({ ...block, labels: [label] })),
  );
  const inner = [
    ...blockOf('required_providers', required_providers),
    ...backends,
    ...blockOf('cloud', cloud),
  ];
  return [writeBlock({ type: 'terraform', labels: [], body, inner }, asItIs)];
};

// In the order in which they stand in a file.
const SECTIONS: Readonly<Record<string, { readonly file: string; readonly write: Section }>> = {
  terraform: { file: 'versions.tf', write: settings },
  provider: { file: 'main.tf', write: providers },
  data: { file: 'main.tf', write: twoLabels('data') },
  resource: { file: 'main.tf', write: twoLabels('resource') },
  variable: { file: 'variables.tf', write: oneLabel('variable', variableReading) },
  output: { file: 'outputs.tf', write: oneLabel('output', outputReading) },
};

/**
 * A configuration in HCL, formatted as `terraform fmt` would.
 *
 * @returns the content of each file by its name
 * @throws UnknownSectionError, UnknownNestingError or UnreadableTemplateError for what it cannot write exactly
 */
export const writeHcl = (configuration: Configuration): ReadonlyMap<string, string> => {
  const unknown = Object.keys(configuration).find((section) => section !== '//' && !(section in SECTIONS));
  if (unknown !== undefined) throw new UnknownSectionError(unknown);
  const files = new Map<string, readonly string[]>();
  for (const [section, { file, write }] of Object.entries(SECTIONS)) {
    const blocks = write(objectAt(configuration, section));
    if (blocks.length > 0) files.set(file, [...(files.get(file) ?? []), ...blocks]);
  }
  return new Map([...files].map(([file, blocks]) => [file, `${blocks.join('\n\n')}\n`]));
};
