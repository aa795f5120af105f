import type { Construct } from 'constructs';
import { CloudTrailStack } from './cloudtrail-stack';
import { EvidenceReporterStack } from './evidence-reporter-stack';
import type { EvidenceReporterOptions } from './options/options';

/**
 * One reporter for each region, and one trail for all of them: a trail is multi-region, and a second one in the account
 * would be billed by the event. The trail lives in the first region named.
 */
export const composeStacks = (app: Construct, options: EvidenceReporterOptions): void => {
  const [home = null] = options.regions;
  if (options.cloudTrail) {
    new CloudTrailStack(app, 'cloudtrail', { region: home, backend: options.backend });
  }
  if (options.regions.length === 0) {
    new EvidenceReporterStack(app, 'evidence-reporter', { region: null, options });
  }
  for (const region of options.regions) {
    new EvidenceReporterStack(app, `evidence-reporter-${region}`, { region, options });
  }
};
