import { objectAt } from '../hcl/configuration';
import type { JsonObject } from '../hcl/value';

// From the provider's schema; a test compares the two where Terraform is installed.
const TAKES_TAGS: Readonly<Record<string, boolean>> = {
  aws_cloudwatch_dashboard: false,
  aws_cloudwatch_event_rule: true,
  aws_cloudwatch_event_target: false,
  aws_cloudwatch_log_group: true,
  aws_cloudwatch_metric_alarm: true,
  aws_iam_role: true,
  aws_iam_role_policy: false,
  aws_lambda_event_source_mapping: true,
  aws_lambda_function: true,
  aws_s3_bucket_notification: false,
  aws_sqs_queue: true,
  aws_sqs_queue_policy: false,
};

export const takesTags = (type: string): boolean => {
  const known = TAKES_TAGS[type];
  if (known !== undefined) return known;
  throw new Error(
    `export/module/tags.ts does not say whether ${type} takes tags. Look for "tags" in the arguments of the provider's documentation and add it.`,
  );
};

/**
 * Resources with the variable `tags` on each of them. A stack passes its tags to the provider, which puts them on
 * everything; a module has no provider of its own.
 *
 * @param resources by type and name
 */
export const tagged = (resources: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.keys(resources).map((type) => {
      const ofType = objectAt(resources, type);
      if (!takesTags(type)) return [type, ofType];
      const names = Object.keys(ofType);
      return [
        type,
        Object.fromEntries(names.map((name) => [name, { ...objectAt(ofType, name), tags: '${var.tags}' }])),
      ];
    }),
  );
