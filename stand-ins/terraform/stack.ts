import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Value } from './functions';

/** The one resource of its type. */
const only = <Resource>(resource: v.GenericSchema<unknown, Resource>) =>
  v.pipe(
    v.record(v.string(), resource),
    v.rawTransform(({ dataset, addIssue, NEVER }): Resource => {
      const [one, another] = Object.values(dataset.value);
      if (one !== undefined && another === undefined) return one;
      addIssue({ message: 'expected exactly one resource of this type' });
      return NEVER;
    }),
  );

const value: v.GenericSchema<unknown, Value> = v.union([
  v.string(),
  v.number(),
  v.boolean(),
  v.null(),
  v.lazy(() => v.array(value)),
  v.lazy(() => v.record(v.string(), value)),
]);
/** Itself, or an expression of one. */
const number = v.union([v.number(), v.string()]);

const queue = { name: v.string(), visibility_timeout_seconds: v.optional(number, 30) };

/** What a stand-in needs to know of the synthesised stack; names as Terraform has them, expressions not yet evaluated. */
const Stack = v.object({
  variable: v.record(v.string(), v.object({ default: v.optional(value) })),
  resource: v.object({
    aws_sqs_queue: v.strictObject({
      transcripts: v.object({
        ...queue,
        visibility_timeout_seconds: number,
        message_retention_seconds: number,
        redrive_policy: v.string(),
      }),
      dead_letters: v.object(queue),
    }),
    aws_s3_bucket_notification: only(
      v.object({
        bucket: v.string(),
        queue: v.array(
          v.object({
            id: v.string(),
            queue_arn: v.string(),
            events: v.array(v.literal('s3:ObjectCreated:*')),
            filter_prefix: v.optional(v.string(), ''),
            filter_suffix: v.optional(v.string(), ''),
          }),
        ),
      }),
    ),
    aws_cloudwatch_event_rule: v.optional(
      v.record(
        v.string(),
        v.union([
          v.object({
            name: v.string(),
            event_pattern: v.string(),
            schedule_expression: v.optional(v.never()),
          }),
          v.object({
            name: v.string(),
            schedule_expression: v.string(),
            event_pattern: v.optional(v.never()),
          }),
        ]),
      ),
      {},
    ),
    aws_cloudwatch_event_target: v.optional(
      v.record(
        v.string(),
        v.object({
          rule: v.string(),
          arn: v.string(),
          input: v.optional(v.string()),
          input_path: v.optional(v.never()),
          input_transformer: v.optional(v.never()),
        }),
      ),
      {},
    ),
    aws_lambda_function: only(
      v.object({
        function_name: v.string(),
        filename: v.string(),
        handler: v.string(),
        timeout: number,
        memory_size: number,
        environment: v.object({ variables: v.record(v.string(), v.string()) }),
      }),
    ),
    aws_lambda_event_source_mapping: only(
      v.object({
        event_source_arn: v.string(),
        batch_size: number,
        maximum_batching_window_in_seconds: number,
        scaling_config: v.object({ maximum_concurrency: number }),
        function_response_types: v.optional(v.array(v.string()), []),
      }),
    ),
  }),
});
export type Stack = v.InferOutput<typeof Stack>;

/** The stack that was synthesised into a folder. */
export const readStack = async (folder: string): Promise<Stack> =>
  v.parse(Stack, JSON.parse(await readFile(join(folder, 'cdk.tf.json'), 'utf8')));
