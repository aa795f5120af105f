import { addressesOf, type Block, evaluated, literally, type Reading, writeBlock } from './body';
import { readExpression } from './read-expression';
import { expressionOf, isObject, type Json, type JsonObject, literalOf } from './value';

/** A Terraform configuration as cdktf synthesises it: https://developer.hashicorp.com/terraform/language/syntax/json */
export type Configuration = JsonObject;

/** A top-level section of the configuration that cannot be written as HCL yet. */
export class UnknownSectionError extends Error {
  override readonly name = 'UnknownSectionError';

  constructor(section: string) {
    super(
      `The synthesised configuration has a section "${section}", expected only ${Object.keys(SECTIONS).join(', ')}. ` +
        'Add it to export/hcl/configuration.ts.',
    );
  }
}

export const objectAt = (value: Json | undefined, name: string): JsonObject => {
  const inside = isObject(value) ? value[name] : undefined;
  if (inside === undefined) return {};
  if (!isObject(inside)) throw new TypeError(`expected "${name}" to be an object: ${JSON.stringify(inside)}`);
  return inside;
};

/** The objects of a value that may be one or a list of them. */
const objectsIn = (value: Json): JsonObject[] =>
  [value].flat().map((each) => {
    if (!isObject(each)) throw new TypeError(`expected an object: ${JSON.stringify(each)}`);
    return each;
  });

type Section = (content: Json) => readonly string[];

const byName = (content: Json): (readonly [string, JsonObject])[] =>
  objectsIn(content).flatMap((section) =>
    Object.keys(section).map((name) => [name, objectAt(section, name)] as const),
  );

const noLabels =
  (type: string, reading: Reading): Section =>
  (content) =>
    objectsIn(content).map((body) => writeBlock({ type, labels: [], body, attributesOnly: true }, reading));

const oneLabel =
  (type: string, reading: Reading): Section =>
  (content) =>
    byName(content).map(([label, body]) => writeBlock({ type, labels: [label], body }, reading));

const twoLabels =
  (type: string): Section =>
  (content) =>
    byName(content).flatMap(([kind, elements]) =>
      byName(elements).map(([name, body]) => writeBlock({ type, labels: [kind, name], body }, evaluated)),
    );

const variableReading: Reading = (name, value) => {
  if (name === 'type') return readExpression(String(value));
  return name === 'condition' || name === 'error_message' ? expressionOf(value) : literalOf(value);
};

const outputReading: Reading = (name, value) =>
  name === 'description' ? literalOf(value) : evaluated(name, value);

// https://developer.hashicorp.com/terraform/language/moved and …/language/import
const movedReading: Reading = (_name, value) => addressesOf(value);
const importReading: Reading = (name, value) =>
  name === 'to' || name === 'provider' ? addressesOf(value) : expressionOf(value);

// A provider can be configured several times, so its content is a list.
const providers: Section = (content) =>
  objectsIn(content).flatMap((section) =>
    Object.entries(section).flatMap(([name, configured]) =>
      objectsIn(configured).map((body) => writeBlock({ type: 'provider', labels: [name], body }, evaluated)),
    ),
  );

// The backend and the required providers are nested blocks; the type of the backend is its label.
const settings: Section = (content) =>
  objectsIn(content).map(({ required_providers, backend, cloud, ...body }) => {
    const blockOf = (type: string, inside: Json | undefined): Block[] =>
      isObject(inside) ? [{ type, labels: [], body: inside }] : [];
    const attributes = { attributesOnly: true };
    const inner = [
      ...blockOf('required_providers', required_providers).map((block) => ({ ...block, ...attributes })),
      ...Object.entries(objectAt({ backend: backend ?? {} }, 'backend')).flatMap(([label, inside]) =>
        blockOf('backend', inside).map((block) => ({ ...block, labels: [label], ...attributes })),
      ),
      ...blockOf('cloud', cloud),
    ];
    return writeBlock({ type: 'terraform', labels: [], body, inner }, literally);
  });

// In their order within a file.
const SECTIONS: Readonly<Record<string, { readonly file: string; readonly write: Section }>> = {
  terraform: { file: 'versions.tf', write: settings },
  provider: { file: 'main.tf', write: providers },
  data: { file: 'main.tf', write: twoLabels('data') },
  resource: { file: 'main.tf', write: twoLabels('resource') },
  variable: { file: 'variables.tf', write: oneLabel('variable', variableReading) },
  output: { file: 'outputs.tf', write: oneLabel('output', outputReading) },
  locals: { file: 'locals.tf', write: noLabels('locals', (_name, value) => expressionOf(value)) },
  moved: { file: 'moved.tf', write: noLabels('moved', movedReading) },
  import: { file: 'imports.tf', write: noLabels('import', importReading) },
};

/**
 * A configuration in HCL, formatted as `terraform fmt` would.
 *
 * @returns the content of each file by its name
 * @throws UnknownSectionError, UnknownNestingError or UnreadableTemplateError for what cannot be written exactly
 */
export const writeHcl = (configuration: Configuration): ReadonlyMap<string, string> => {
  const unknown = Object.keys(configuration).find((section) => section !== '//' && !(section in SECTIONS));
  if (unknown !== undefined) throw new UnknownSectionError(unknown);
  const files = new Map<string, readonly string[]>();
  for (const [section, { file, write }] of Object.entries(SECTIONS)) {
    const content = configuration[section];
    const blocks = content === undefined ? [] : write(content);
    if (blocks.length > 0) files.set(file, [...(files.get(file) ?? []), ...blocks]);
  }
  return new Map([...files].map(([file, blocks]) => [file, `${blocks.join('\n\n')}\n`]));
};
