import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Testing } from 'cdktf';
import { composeStacks } from '../../stacks/compose-stacks';
import { EvidenceStack } from '../../stacks/evidence-stack';
import { parseOptions } from '../../stacks/options/parse-options';

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
type Block = Record<string, Json>;
type Blocks = Record<string, Record<string, Block>>;

/** The `cdk.tf.json` of one stack, without cdktf's own `//` comments. */
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

/** The construct tree of one stack, without its variables and outputs. */
export const drawn = (options: unknown, name: string): string =>
  inScratchFolder((outdir) => Testing.renderConstructTree(composed(outdir, options).node.findChild(name)))
    .split('\n')
    .filter((line) => !/\((TerraformVariable|TerraformOutput)\)$/.test(line))
    .join('\n');

/** The stacks of an app that writes to `outdir`, by name. */
const stacksOf = (app: App): Record<string, SynthesisedStack> => {
  app.synth();
  const stacks = join(app.outdir, 'stacks');
  return Object.fromEntries(
    readdirSync(stacks).map((name): [string, SynthesisedStack] => [
      name,
      JSON.parse(readFileSync(join(stacks, name, 'cdk.tf.json'), 'utf8'), (key, value) =>
        key === '//' ? undefined : value,
      ),
    ]),
  );
};

/** What these options give, by the name of the stack. */
export const synthesise = (options: unknown = {}): Record<string, SynthesisedStack> =>
  inScratchFolder((outdir) => stacksOf(composed(outdir, options)));

class StackOfConstructs extends EvidenceStack {
  constructor(scope: App, name: string) {
    super(scope, name, null, { type: 'local', path: `${name}.tfstate` });
  }
}

/** A stack with nothing in it but what `build` adds, which has the names it would have in the project's own. */
export const stackWith = (build: (stack: EvidenceStack) => void): SynthesisedStack => {
  const name = 'constructs';
  return inScratchFolder((outdir) => {
    const app = new App({ outdir });
    build(new StackOfConstructs(app, name));
    return stackIn(stacksOf(app), name);
  });
};

const stackIn = (stacks: Record<string, SynthesisedStack>, name: string): SynthesisedStack => {
  const stack = stacks[name];
  if (!stack) throw new Error(`no stack ${name}, only ${Object.keys(stacks).join(', ')}`);
  return stack;
};

/** The one stack of this name. @throws Error when there is none */
export const stackOf = (options: unknown, name = 'evidence-reporter'): SynthesisedStack =>
  stackIn(synthesise(options), name);

/** @throws when the stack has no such resource */
export const resourceOf = ({ resource }: SynthesisedStack, type: string, name: string): Block => {
  const found = resource[type]?.[name];
  if (!found) throw new Error(`no ${type}.${name} in the stack`);
  return found;
};
