import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import * as v from 'valibot';
import { type Configuration, writeHcl } from '../../export/hcl/configuration';
import type { Json } from '../../export/hcl/value';
import { describeWith, pathOf } from '../tools/tools';
import { samples } from './arbitrary';

// What begins a template, or could end one.
const SIGNS = [
  '"',
  '\\',
  '\\"',
  '\n',
  '\r\n',
  '\t',
  '$',
  '{',
  '%',
  '}',
  '$${',
  '%%{',
  '<<EOT',
  'EOT',
  '#',
  '//',
  '/*',
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...SIGNS), fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 8 })
  .map((parts) => parts.join(''))
  // JSON and HCL agree on what a template is, so that what they must not agree on by chance is left out: an expression in one.
  .map((written) => written.replace(/(?<!\$)\$\{|(?<!%)%\{/g, '-'));
// A text that Terraform cannot hold: it counts characters as Unicode does.
const whole = text.map((written) => written.replace(/\p{Surrogate}|\0/gu, '?'));
const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(0.1, -1.5, 1e21, 1e-7, 123456789.125),
);
const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    whole,
    number,
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(whole, fc.constantFrom('for', 'if', 'null', '0', '-')), tie('value'), {
      maxKeys: 4,
    }),
  ),
})).value;

const Outputs = v.record(v.string(), v.object({ value: v.unknown() }));

describeWith('terraform')('values in HCL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hcl-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (cwd: string, ...command: readonly string[]) =>
    execFileSync(pathOf('terraform'), command, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });

  /** The outputs after an apply: one run for all values. */
  const applied = (name: string, files: ReadonlyMap<string, string>): unknown => {
    const root = join(folder, name);
    mkdirSync(root);
    for (const [file, content] of files) writeFileSync(join(root, file), content);
    run(root, 'apply', '-auto-approve', '-input=false');
    const outputs = v.parse(Outputs, JSON.parse(run(root, 'output', '-json')));
    return Object.fromEntries(Object.entries(outputs).map(([output, { value: read }]) => [output, read]));
  };

  const values = samples(value);
  const configuration: Configuration = {
    output: Object.fromEntries(values.map((each, index) => [`o${index}`, { value: each }])),
  };
  const hcl = writeHcl(configuration);

  it('are read by Terraform as it reads them in JSON, whatever they are', () => {
    const json = new Map([['main.tf.json', JSON.stringify(configuration)]]);
    const read = applied('hcl', hcl);
    expect(read).toEqual(applied('json', json));
    expect(Object.keys(Object(read))).toHaveLength(values.length);
  }, 60_000);

  it('are formatted as Terraform formats them', () => {
    for (const [file, content] of hcl) {
      writeFileSync(join(folder, file), content);
      expect(run(folder, 'fmt', '-write=false', '-diff', file)).toBe('');
    }
  }, 60_000);
});
