import type { Construct } from 'constructs';
import { CloudTrailStack } from './cloudtrail-stack';
import { EvidenceReporterStack } from './evidence-reporter-stack';
import type { EvidenceReporterOptions } from './options/options';

/** The reporter's stack; with the option `regions`, `-<region>` follows. */
export const REPORTER_STACK = 'evidence-reporter';

/**
 * One reporter for each region, and one CloudTrail trail for all of them: it is multi-region, and a second one in the account
 * would be billed by the event. Its home is the first region of the options.
 */
export const composeStacks = (app: Construct, options: EvidenceReporterOptions): void => {
  const [home = null] = options.regions;
  if (options.cloudTrail) {
    new CloudTrailStack(app, 'cloudtrail', { region: home, backend: options.backend });
  }
  if (options.regions.length === 0) {
    new EvidenceReporterStack(app, REPORTER_STACK, { region: null, options });
  }
  for (const region of options.regions) {
    new EvidenceReporterStack(app, `${REPORTER_STACK}-${region}`, { region, options });
  }
};
