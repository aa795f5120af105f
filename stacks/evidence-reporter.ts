import { TerraformDataSource, type TerraformProvider, TerraformResource, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { buildReporter } from './build-reporter';
import { declareLocals, type GivenValue } from './declare-locals';
import { type ParsedReporterOptions, parseReporterOptions, type ReporterOptions } from './reporter-options';
import type { reporterOutputs } from './reporter-outputs';
import { definitionsFor, type ReporterValues } from './reporter-values';

export interface EvidenceReporterProps {
  readonly values: ReporterValues;
  /** What there is besides, or instead. */
  readonly options?: ReporterOptions;
  /** The AWS provider of the region of the transcript bucket; left out: the stack's only one. */
  readonly provider?: TerraformProvider;
}

/** By the names of the Terraform outputs in docs/reference.md. */
export type EvidenceReporterOutputs = Readonly<Record<keyof ReturnType<typeof reporterOutputs>, string>>;

const givenIn = (values: ReporterValues): Readonly<Record<string, GivenValue>> =>
  Object.fromEntries(
    Object.entries<GivenValue | undefined>(values).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );

/**
 * The evidence reporter of one region in a stack of yours, with the provider and the state of that stack.
 *
 * Names of its resources in Terraform come from its place in the stack. Elsewhere, or with another id, they would be other
 * resources, and Terraform refuses to destroy the queues. A second one in an account and region needs another `name_prefix`.
 *
 * @example
 * new EvidenceReporter(this, 'evidence', {
 *   values: { kosli_org_name: 'acme', kosli_flow_name: 'exec-sessions', ecs_exec_log_bucket_name: bucket.bucket },
 * });
 */
export class EvidenceReporter extends Construct {
  readonly outputs: EvidenceReporterOutputs;

  /**
   * @throws OptionsError naming every mistake in the options
   * @throws ReporterValuesError naming every value that is missing or unknown; what a value must look like is checked by
   *   Terraform, which also knows those that are references
   */
  constructor(scope: Construct, id: string, { values, options = {}, provider }: EvidenceReporterProps) {
    super(scope, id);
    const parsed: ParsedReporterOptions = parseReporterOptions(options);
    const given = givenIn(values);
    // Unique in the stack wherever this construct is in it.
    const idPrefix = `${TerraformStack.of(this).getLogicalId(this.node)}_`;
    const locals = declareLocals(this, idPrefix, definitionsFor(parsed, given), given);
    const { reporter, outputs } = buildReporter(this, {
      options: parsed,
      // All of them are declared already, whichever are asked for.
      declare: <Name extends string>() => locals.references as Readonly<Record<Name, string>>,
      idPrefix,
    });
    reporter.addOverride('lifecycle.precondition', locals.preconditions);
    this.outputs = Object.fromEntries(
      Object.entries(outputs).map(([name, { value }]) => [name, value]),
    ) as EvidenceReporterOutputs;
    if (provider === undefined) return;
    for (const element of this.node.findAll()) {
      if (
        TerraformResource.isTerraformResource(element) ||
        TerraformDataSource.isTerraformDataSource(element)
      )
        element.provider = provider;
    }
  }
}
