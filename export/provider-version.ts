import { type Configuration, objectAt } from './hcl/configuration';

// 5.100 is the oldest that deploys these stacks in the tests. The newer runtime is in the change log of 6.21:
// https://github.com/hashicorp/terraform-provider-aws/pull/45024
const WITHOUT_FUNCTION = '>= 5.100.0, < 7.0.0';
const WITH_RUNTIME: Readonly<Record<string, string>> = {
  'nodejs22.x': '>= 5.100.0, < 7.0.0',
  'nodejs24.x': '>= 6.21.0, < 7.0.0',
};

/** The versions of the AWS provider that know what a configuration uses; the runtime of its function asks for the newest. */
export const providerVersion = (configuration: Configuration): string => {
  const functions = objectAt(objectAt(configuration, 'resource'), 'aws_lambda_function');
  if (!('reporter' in functions)) return WITHOUT_FUNCTION;
  const { runtime } = objectAt(functions, 'reporter');
  const version = WITH_RUNTIME[String(runtime)];
  if (version !== undefined) return version;
  throw new Error(
    `No version of the AWS provider is known for the runtime ${runtime}, expected one of ${Object.keys(WITH_RUNTIME).join(', ')}. Add it to export/provider-version.ts.`,
  );
};
