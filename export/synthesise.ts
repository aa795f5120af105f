import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import * as v from 'valibot';
import { composeStacks } from '../stacks/compose-stacks';
import type { EvidenceReporterOptions } from '../stacks/options/options';
import { parseOptions } from '../stacks/options/parse-options';
import type { Configuration } from './hcl/configuration';

/** A stack as cdktf leaves it for Terraform. */
export interface SynthesisedStack {
  readonly name: string;
  /** Where its assets lie, at the paths the configuration names. */
  readonly folder: string;
  readonly configuration: Configuration;
}

/** What `cdktf.json` says under `context`. */
export type Context = Readonly<Record<string, unknown>>;

export interface Synthesis {
  readonly context: Context;
  /** What an export needs to be different. */
  readonly adapt?: (options: EvidenceReporterOptions) => EvidenceReporterOptions;
}

const Manifest = v.object({
  stacks: v.record(
    v.string(),
    v.object({ name: v.string(), synthesizedStackPath: v.string(), workingDirectory: v.string() }),
  ),
});

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

/** The stacks in a folder such as `cdktf.out`. */
export const readSynthesised = (outdir: string): SynthesisedStack[] =>
  Object.values(v.parse(Manifest, readJson(join(outdir, 'manifest.json'))).stacks).map(
    ({ name, synthesizedStackPath, workingDirectory }) => ({
      name,
      folder: join(outdir, workingDirectory),
      configuration: readJson(join(outdir, synthesizedStackPath)),
    }),
  );

/**
 * The stacks main.ts would synthesise, in a folder that is gone when `use` has returned.
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
