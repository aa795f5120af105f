import { RUNTIMES, type Runtime } from '../stacks/options/lambda-options';
import type { Configuration } from './hcl/configuration';
import { reporterFunctionIn } from './reporter-function';

// The oldest that deploys these stacks in the tests.
const ANY_SUPPORTED = '>= 5.100.0, < 7.0.0';
const WITH_RUNTIME: Readonly<Record<Runtime, string>> = {
  'nodejs22.x': ANY_SUPPORTED,
  // https://github.com/hashicorp/terraform-provider-aws/pull/45024
  'nodejs24.x': '>= 6.21.0, < 7.0.0',
};

/**
 * The versions of the AWS provider that have what a configuration uses; the runtime of its function needs the newest.
 *
 * @throws Error for an unknown runtime
 */
export const providerVersion = (configuration: Configuration): string => {
  const reporter = reporterFunctionIn(configuration);
  if (reporter === null) return ANY_SUPPORTED;
  const runtime = RUNTIMES.find((each) => each === reporter.runtime);
  if (runtime !== undefined) return WITH_RUNTIME[runtime];
  throw new Error(
    `No version of the AWS provider is known for the runtime ${reporter.runtime}, expected one of ${RUNTIMES.join(', ')}. Add it to export/provider-version.ts.`,
  );
};
