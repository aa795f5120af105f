import { type Configuration, objectAt } from './hcl/configuration';
import type { JsonObject } from './hcl/value';

/** The reporter's `aws_lambda_function`; null in a stack without one. */
export const reporterFunctionIn = (configuration: Configuration): JsonObject | null => {
  const functions = objectAt(objectAt(configuration, 'resource'), 'aws_lambda_function');
  return 'reporter' in functions ? objectAt(functions, 'reporter') : null;
};
