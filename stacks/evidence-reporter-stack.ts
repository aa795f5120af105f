import type { Construct } from 'constructs';
import { buildReporter } from './build-reporter';
import { declareOutputs } from './declare-outputs';
import { declareVariables } from './declare-variables';
import { EvidenceStack } from './evidence-stack';
import type { EvidenceReporterOptions } from './options/options';

export interface EvidenceReporterStackProps {
  /** Null: the region the AWS provider is configured with. */
  readonly region: string | null;
  readonly options: EvidenceReporterOptions;
}

/** The sessions of one region, in a stack of their own whose values are Terraform variables. */
export class EvidenceReporterStack extends EvidenceStack {
  constructor(scope: Construct, id: string, { region, options }: EvidenceReporterStackProps) {
    super(scope, id, region, options.backend);
    const { outputs } = buildReporter(this, {
      options,
      declare: (definitions) => declareVariables(this, definitions),
      idPrefix: '',
    });
    declareOutputs(this, outputs);
  }
}
