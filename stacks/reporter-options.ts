import type { EvidenceReporterOptions } from './options/options';
import { parseOptions } from './options/parse-options';

/** Options of one reporter; docs/reference.md says more about each. */
export interface ReporterOptions {
  /**
   * `s3-notification` owns the whole notification configuration of the bucket; `eventbridge` leaves it alone, and needs EventBridge
   * turned on in the bucket. `s3-notification` when left out.
   */
  readonly trigger?: 'eventbridge' | 's3-notification';
  /** Reads callers in the bucket of a CloudTrail trail too: the values `cloudtrail_…` say which. */
  readonly existingCloudTrail?: boolean;
  /** Reports sessions when they are opened; on with `existingCloudTrail` when left out. */
  readonly liveSessions?: boolean;
  /** How often what is missing is looked for, `rate(…)` or `cron(…)`; false for never. Every hour when left out. */
  readonly reconcile?: string | false;
  /** A CloudWatch dashboard; on when left out. */
  readonly dashboard?: boolean;
  /** Runs the function in a VPC: the values `vpc_…` say where. */
  readonly vpc?: boolean;
  /** Where the API token is. `parameter-store` when left out. */
  readonly tokenSource?: 'parameter-store' | 'secrets-manager';
  readonly lambda?: {
    /** `arm64` when left out. */
    readonly architecture?: 'arm64' | 'x86_64';
    /** `nodejs24.x` when left out. */
    readonly runtime?: 'nodejs22.x' | 'nodejs24.x';
  };
}

export type ParsedReporterOptions = Omit<EvidenceReporterOptions, 'backend' | 'regions'>;

const OF_AN_APP = ['backend', 'cloudTrail', 'regions'];

/** @throws Error for an option that is about several stacks; OptionsError naming every other mistake */
export const parseReporterOptions = (given: ReporterOptions): ParsedReporterOptions => {
  const [ofApp] = OF_AN_APP.filter((name) => name in given);
  if (ofApp !== undefined)
    throw new Error(
      `${ofApp} is not an option of EvidenceReporter: the backend, regions and CloudTrail trail of your stack are your own. Expected it to be left out.`,
    );
  return parseOptions(given, 'options of EvidenceReporter');
};
