import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import * as v from 'valibot';
import { blocksOf } from '../../export/hcl/block-names';
import { type Configuration, objectAt, writeHcl } from '../../export/hcl/configuration';
import type { Json, JsonObject } from '../../export/hcl/value';
import { takesTags } from '../../export/module/tags';
import { withSynthesised } from '../../export/synthesise';
import { SCENARIOS } from '../deploy/scenarios';
import { describeWith, pathOf } from '../tools/tools';

const folder = mkdtempSync(join(tmpdir(), 'terraform-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (cwd: string, ...command: readonly string[]): string =>
  execFileSync(pathOf('terraform'), command, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });

const Outputs = v.object({ planned_values: v.object({ outputs: v.record(v.string(), v.unknown()) }) });

/** What Terraform makes of outputs. */
const evaluate = (name: string, files: ReadonlyMap<string, string>): unknown => {
  const root = join(folder, name);
  mkdirSync(root);
  for (const [file, text] of files) writeFileSync(join(root, file), text);
  run(root, 'plan', '-out=plan', '-input=false');
  return v.parse(Outputs, JSON.parse(run(root, 'show', '-json', 'plan'))).planned_values.outputs;
};

// Any text, with the signs that mean something to HCL more often than chance would have them.
const text = fc
  .array(
    fc.oneof(fc.constantFrom('"', '\\', '\n', '$', '{', '%', '}', '$${', ' '), fc.string({ maxLength: 4 })),
    {
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(''));
// What stands alone after these would begin a template.
const literal = text.map((written) => written.replace(/(?<!\$)\$\{|%\{/g, '-').replaceAll('\u0000', ''));
const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    literal,
    literal.map((written) => `${'${'}upper("x")}${written}${'${'}var.name}`),
    fc.integer(),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.stringMatching(/^[a-z][a-z ."-]{0,8}$/), tie('value'), { maxKeys: 4 }),
  ),
})).value;

describeWith('terraform')('Terraform', () => {
  const expressions = [
    '${(length(var.name)+60)*-1>=0&&!false?1:[2,-3][1]}',
    '${{for k,v in {"a b":1,c=2}:k=>v if v!=1}}',
    '${[for n in [1,2]:n%2==0][*]}',
    '${merge({"a"={"b"="x"}},{"c"=[1,{"d"=2}]})}',
    '${can(regex("^[{]\\\\d{1,3}$",var.name))}',
    `\${contains([${Array.from({ length: 40 }, (_, each) => each).join(', ')}], 7)}`,
    `\${jsonencode({"list"=["${'x'.repeat(60)}","${'y'.repeat(60)}"]})}`,
  ];
  const values = fc.sample(value, { numRuns: 150, seed: 20_261_121 });
  const configuration: Configuration = {
    variable: { name: { default: '${not} a %{template}' } },
    output: Object.fromEntries(
      [...expressions, ...values].map((each, index) => [`o${index}`, { value: each }]),
    ),
  };
  const hcl = writeHcl(configuration);

  it('makes the same of any value in HCL as of that value in JSON', () => {
    const json = new Map([['main.tf.json', JSON.stringify(configuration)]]);
    expect(evaluate('hcl', hcl)).toEqual(evaluate('json', json));
  });

  it('would format nothing otherwise', () => {
    for (const [file, content] of hcl) {
      writeFileSync(join(folder, file), content);
      expect(run(folder, 'fmt', '-check', '-diff', file)).toBe('');
    }
  });
});

const Schema = v.object({
  provider_schemas: v.record(
    v.string(),
    v.object({
      resource_schemas: v.record(v.string(), v.object({ block: v.unknown() })),
      data_source_schemas: v.record(v.string(), v.object({ block: v.unknown() })),
    }),
  ),
});
const Block = v.object({
  attributes: v.optional(v.record(v.string(), v.unknown()), {}),
  block_types: v.optional(v.record(v.string(), v.object({ block: v.unknown() })), {}),
});

// Terraform's own, in every resource.
const META = new Set(['lifecycle', 'depends_on', 'provider', '//']);

/** Where what we take for a block or an attribute is the other to the provider. */
const mistakesIn = (body: JsonObject, schema: unknown, place: string): string[] => {
  const { attributes, block_types } = v.parse(Block, schema);
  return Object.entries(body).flatMap(([name, inside]) => {
    if (META.has(name)) return [];
    const blocks = blocksOf(name, inside, place);
    const inner = block_types[name];
    if (blocks && inner) {
      return blocks.flatMap((each) => mistakesIn(each, inner.block, `${place}.${name}`));
    }
    return blocks === null && name in attributes ? [] : [`${place}.${name}`];
  });
};

const elementsOf = (section: JsonObject) =>
  Object.keys(section).flatMap((type) =>
    Object.keys(objectAt(section, type)).map((name) => ({
      type,
      body: objectAt(objectAt(section, type), name),
    })),
  );

describeWith('aws-provider')("the provider's schema", () => {
  const resources: Record<string, { block: unknown }> = {};
  const dataSources: Record<string, { block: unknown }> = {};
  let configurations: Configuration[] = [];
  beforeAll(() => {
    const schemas = v.parse(Schema, JSON.parse(run(pathOf('aws-provider'), 'providers', 'schema', '-json')));
    for (const { resource_schemas, data_source_schemas } of Object.values(schemas.provider_schemas)) {
      Object.assign(resources, resource_schemas);
      Object.assign(dataSources, data_source_schemas);
    }
    configurations = SCENARIOS.flatMap(({ options }) =>
      withSynthesised({ context: { evidenceReporter: options } }, (stacks) =>
        stacks.map(({ configuration }) => configuration),
      ),
    );
  });

  it('calls a block what we write as one, and an attribute what we write as one', () => {
    const mistakes = configurations.flatMap((configuration) => [
      ...elementsOf(objectAt(configuration, 'resource')).flatMap(({ type, body }) =>
        mistakesIn(body, resources[type]?.block, type),
      ),
      ...elementsOf(objectAt(configuration, 'data')).flatMap(({ type, body }) =>
        mistakesIn(body, dataSources[type]?.block, type),
      ),
    ]);
    expect(mistakes).toEqual([]);
  });

  it('takes tags where the module gives them', () => {
    const types = configurations
      .filter((configuration) => !('aws_cloudtrail' in objectAt(configuration, 'resource')))
      .flatMap((configuration) => Object.keys(objectAt(configuration, 'resource')));
    expect(types).not.toHaveLength(0);
    for (const type of types) {
      const { attributes } = v.parse(Block, resources[type]?.block);
      expect([type, takesTags(type)]).toEqual([type, 'tags_all' in attributes]);
    }
  });
});
