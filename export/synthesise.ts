import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import * as v from 'valibot';
import { composeStacks } from '../stacks/compose-stacks';
import type { EvidenceReporterOptions } from '../stacks/options/options';
import { parseOptions } from '../stacks/options/parse-options';
import type { Configuration } from './hcl/configuration';

/** A stack as cdktf writes it for Terraform. */
export interface SynthesisedStack {
  readonly name: string;
  /** The folder of its assets, which are at the paths in the configuration. */
  readonly folder: string;
  readonly configuration: Configuration;
}

/** The `context` of `cdktf.json`. */
export type Context = Readonly<Record<string, unknown>>;

export interface Synthesis {
  readonly context: Context;
  /** Changes options that an export needs otherwise. */
  readonly adapt?: (options: EvidenceReporterOptions) => EvidenceReporterOptions;
}

const Manifest = v.object({
  stacks: v.record(
    v.string(),
    v.object({ name: v.string(), synthesizedStackPath: v.string(), workingDirectory: v.string() }),
  ),
});

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

/** Reads the stacks in a folder such as `cdktf.out`. */
export const readSynthesised = (outdir: string): SynthesisedStack[] =>
  Object.values(v.parse(Manifest, readJson(join(outdir, 'manifest.json'))).stacks).map(
    ({ name, synthesizedStackPath, workingDirectory }) => ({
      name,
      folder: join(outdir, workingDirectory),
      configuration: readJson(join(outdir, synthesizedStackPath)),
    }),
  );

/**
 * Synthesises the same stacks as main.ts, in a folder that is removed once `use` has returned.
 *
 * @throws OptionsError naming every mistake in the context
 */
export const withSynthesised = <Result>(
  { context, adapt = (options) => options }: Synthesis,
  use: (stacks: readonly SynthesisedStack[]) => Result,
): Result => {
  const outdir = mkdtempSync(join(tmpdir(), 'synthesised-'));
  try {
    const app = new App({ outdir, context });
    composeStacks(app, adapt(parseOptions(app.node.tryGetContext('evidenceReporter'))));
    app.synth();
    return use(readSynthesised(outdir));
  } finally {
    rmSync(outdir, { recursive: true });
  }
};
