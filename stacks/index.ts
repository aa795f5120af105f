// What the npm package exports.
export { CloudTrailStack } from './cloudtrail-stack';
export { composeStacks } from './compose-stacks';
export {
  EvidenceReporter,
  type EvidenceReporterOutputs,
  type EvidenceReporterProps,
} from './evidence-reporter';
export { EvidenceReporterStack, type EvidenceReporterStackProps } from './evidence-reporter-stack';
export type { EvidenceReporterOptions } from './options/options';
export { OptionsError, parseOptions } from './options/parse-options';
export type { ReporterOptions } from './reporter-options';
export { type ReporterValues, ReporterValuesError } from './reporter-values';
