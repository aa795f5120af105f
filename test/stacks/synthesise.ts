import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Testing } from 'cdktf';
import { composeStacks } from '../../stacks/compose-stacks';
import { parseOptions } from '../../stacks/options/parse-options';

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
type Block = Record<string, Json>;
type Blocks = Record<string, Record<string, Block>>;

/** What `cdk.tf.json` holds of one stack, without cdktf's own `//` notes. */
export interface SynthesisedStack {
  readonly terraform: Block;
  readonly provider: Record<string, Block[]>;
  readonly variable: Record<string, Block>;
  readonly output: Record<string, Block>;
  readonly data: Blocks;
  readonly resource: Blocks;
}

const inScratchFolder = <Result>(use: (folder: string) => Result): Result => {
  const folder = mkdtempSync(join(tmpdir(), 'synth-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const composed = (outdir: string, options: unknown): App => {
  const app = new App({ outdir });
  composeStacks(app, parseOptions(options));
  return app;
};

/** The tree of one stack, without its variables and outputs. */
export const drawn = (options: unknown, name: string): string =>
  inScratchFolder((outdir) => Testing.renderConstructTree(composed(outdir, options).node.findChild(name)))
    .split('\n')
    .filter((line) => !/\((TerraformVariable|TerraformOutput)\)$/.test(line))
    .join('\n');

/** By stack name, what these options give. */
export const synthesise = (options: unknown = {}): Record<string, SynthesisedStack> =>
  inScratchFolder((outdir) => {
    composed(outdir, options).synth();
    const stacks = join(outdir, 'stacks');
    return Object.fromEntries(
      readdirSync(stacks).map((name): [string, SynthesisedStack] => [
        name,
        JSON.parse(readFileSync(join(stacks, name, 'cdk.tf.json'), 'utf8'), (key, value) =>
          key === '//' ? undefined : value,
        ),
      ]),
    );
  });

/** The one stack of this name. @throws when there is none */
export const stackOf = (options: unknown, name = 'evidence-reporter'): SynthesisedStack => {
  const stacks = synthesise(options);
  const stack = stacks[name];
  if (!stack) throw new Error(`no stack ${name}, only ${Object.keys(stacks).join(', ')}`);
  return stack;
};

/** @throws when the stack has no such resource */
export const resourceOf = ({ resource }: SynthesisedStack, type: string, name: string): Block => {
  const found = resource[type]?.[name];
  if (!found) throw new Error(`no ${type}.${name} in the stack`);
  return found;
};
