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
import { expression } from './expressions';

const folder = mkdtempSync(join(tmpdir(), 'terraform-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (cwd: string, ...command: readonly string[]): string =>
  execFileSync(pathOf('terraform'), command, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });

type Files = ReadonlyMap<string, string>;

const jsonOf = (configuration: Configuration): Files =>
  new Map([['main.tf.json', JSON.stringify(configuration)]]);

/** What Terraform plans in an empty folder, or in one where other files were applied before. */
const planOf = (name: string, files: Files, before?: Files): unknown => {
  const root = join(folder, name);
  mkdirSync(root);
  const write = (each: Files) => {
    for (const [file, content] of each) writeFileSync(join(root, file), content);
  };
  if (before) {
    write(before);
    run(root, 'apply', '-auto-approve', '-input=false');
    for (const file of before.keys()) rmSync(join(root, file));
  }
  write(files);
  run(root, 'plan', '-out=plan', '-input=false');
  return JSON.parse(run(root, 'show', '-json', 'plan'));
};

const Outputs = v.object({ planned_values: v.object({ outputs: v.record(v.string(), v.unknown()) }) });

/** The values of outputs. */
const evaluate = (name: string, files: Files): unknown =>
  v.parse(Outputs, planOf(name, files)).planned_values.outputs;

const Changes = v.object({
  resource_changes: v.array(
    v.object({
      address: v.string(),
      previous_address: v.optional(v.string()),
      change: v.object({ actions: v.array(v.string()), importing: v.optional(v.object({ id: v.string() })) }),
    }),
  ),
});

const changesIn = (plan: unknown) => v.parse(Changes, plan).resource_changes;

// Any text, in which the characters that mean something to HCL are frequent.
const text = fc
  .array(
    fc.oneof(fc.constantFrom('"', '\\', '\n', '$', '{', '%', '}', '$${', ' '), fc.string({ maxLength: 4 })),
    {
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(''));
// Without what would begin a template.
const literal = text.map((written) => written.replace(/(?<!\$)\$\{|%\{/g, '-').replaceAll('\u0000', ''));
// Ordinary keys, and those that HCL could read as something else.
const key = fc.oneof(
  fc.stringMatching(/^[a-z][a-z ."-]{0,8}$/),
  fc.constantFrom('for', 'in', 'if', 'null', 'true', 'dynamic', ''),
);
const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    literal,
    literal.map((written) => `${'${'}upper("x")}${written}${'${'}var.name}`),
    fc.integer(),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
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
    '${ {"for"=1}["for"] }',
    '${{\n  for k,v in {"a"=1} :\n  k=>v\n}}',
    `\${var.name=="" ? ["${'x'.repeat(60)}"] : ["${'y'.repeat(60)}"]}`,
    `\${merge({"${'x'.repeat(60)}"=1},var.name==""?{}:{"${'y'.repeat(60)}"=1})}`,
    '${merge({a=1,b=2},{c=3,d=4},[{e=5}]...)}',
    ...fc.sample(expression, { numRuns: 300, seed: 20_261_121 }).map((each) => `\${${each}}`),
  ];
  const values = fc.sample(value, { numRuns: 150, seed: 20_261_121 });
  const configuration: Configuration = {
    variable: { name: { default: '${not} a %{template}' } },
    output: Object.fromEntries(
      [...expressions, ...values].map((each, index) => [`o${index}`, { value: each }]),
    ),
  };
  const hcl = writeHcl(configuration);

  it('evaluates any value in HCL to the same as in JSON', () => {
    expect(evaluate('hcl', hcl)).toEqual(evaluate('json', jsonOf(configuration)));
  });

  it('plans moved and imported resources from HCL as from JSON', () => {
    const before = jsonOf({ resource: { terraform_data: { old: { input: 'x' } } } });
    const upgrade: Configuration = {
      locals: { content: 'x', names: { found: 'ab' } },
      resource: { terraform_data: { moved: { input: '${local.content}' }, found: { input: null } } },
      moved: [{ from: 'terraform_data.old', to: 'terraform_data.moved' }],
      import: [{ to: 'terraform_data.found', id: 'c-${local.names["found"]}' }],
    };
    const byHcl = changesIn(planOf('upgrade-hcl', writeHcl(upgrade), before));
    expect(byHcl).toEqual(changesIn(planOf('upgrade-json', jsonOf(upgrade), before)));
    expect(byHcl).toEqual([
      { address: 'terraform_data.found', change: { actions: ['no-op'], importing: { id: 'c-ab' } } },
      {
        address: 'terraform_data.moved',
        previous_address: 'terraform_data.old',
        change: { actions: ['no-op'] },
      },
    ]);
  });

  it('would not format anything differently', () => {
    for (const [file, content] of hcl) {
      writeFileSync(join(folder, file), content);
      expect(run(folder, 'fmt', '-write=false', '-diff', file)).toBe('');
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

// Terraform's own arguments, in every resource.
const META = new Set(['lifecycle', 'depends_on', 'count', 'provider', '//']);

/** Where a block is an attribute to the provider, or an attribute a block. */
const mistakesIn = (body: JsonObject, schema: unknown, place: string): string[] => {
  const { attributes, block_types } = v.parse(Block, schema);
  return Object.entries(body).flatMap(([name, inside]) => {
    if (META.has(name)) return [];
    if (name === 'dynamic') return dynamicMistakesIn(inside, block_types, place);
    const blocks = blocksOf(name, inside, place);
    const inner = block_types[name];
    if (blocks && inner) {
      return blocks.flatMap((each) => mistakesIn(each, inner.block, `${place}.${name}`));
    }
    return blocks === null && name in attributes ? [] : [`${place}.${name}`];
  });
};

/** The same for dynamic blocks: their content is that of the block in their label. */
const dynamicMistakesIn = (
  dynamic: Json,
  blockTypes: Readonly<Record<string, { readonly block: unknown }>>,
  place: string,
): string[] =>
  [dynamic].flat().flatMap((labelled) =>
    Object.entries(objectAt({ labelled }, 'labelled')).flatMap(([label, each]) => {
      const inner = blockTypes[label];
      if (inner === undefined) return [`${place}.${label}`];
      return [each]
        .flat()
        .flatMap((one) => mistakesIn(objectAt(one, 'content'), inner.block, `${place}.${label}`));
    }),
  );

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

  it('has a block where one is written, and an attribute where one is written', () => {
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
