import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as v from 'valibot';
import type { EventRule } from '../aws/eventbridge';
import type { Notification } from '../aws/s3-and-sqs';
import { unpack } from '../aws-lambda/deployment-package';
import type { MappingSettings } from '../aws-lambda/event-source-mapping';
import type { FunctionSettings } from '../aws-lambda/function-process';
import { eventRulesOf } from './event-rules';
import { evaluate, evaluateAny, type Known } from './expression';
import type { Value } from './functions';
import { readStack, type Stack } from './stack';

/** Where the stack is applied to. */
export interface Target {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly notify: (notification: Notification) => Promise<void>;
  /** The values of the Terraform variables; those left out have their default. */
  readonly variables: Readonly<Record<string, string>>;
  /** Where the deployment package is unpacked to. */
  readonly folder: string;
}

/** Of the queue that the function works on. */
export interface QueueAttributes {
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  /** After so many receives a message goes to the dead-letter queue. */
  readonly maxReceiveCount: number;
}

/** The stack as it was applied. */
export interface Applied {
  readonly function: Omit<FunctionSettings, 'node'>;
  readonly mapping: MappingSettings & { readonly windowSeconds: number; readonly maximumConcurrency: number };
  readonly queue: QueueAttributes;
  readonly rules: readonly EventRule[];
  readonly bucket: string;
  readonly deadLetterQueueUrl: string;
}

const variablesOf = ({ variable }: Stack, given: Target['variables']): [string, Value][] =>
  Object.entries(variable).flatMap(([name, { default: standard }]): [string, Value][] => {
    const value = given[name] ?? standard;
    return value === undefined ? [] : [[`var.${name}`, value]];
  });

const createQueues = async (sqs: SQSClient, stack: Stack, known: Known): Promise<[string, string][]> => {
  const attributes: [string, string][] = [];
  for (const [id, queue] of Object.entries(stack.resource.aws_sqs_queue)) {
    const { QueueUrl = '' } = await sqs.send(
      new CreateQueueCommand({
        QueueName: evaluate(queue.name, known),
        Attributes: { VisibilityTimeout: evaluate(String(queue.visibility_timeout_seconds), known) },
      }),
    );
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
    );
    attributes.push([`aws_sqs_queue.${id}.url`, QueueUrl]);
    attributes.push([`aws_sqs_queue.${id}.arn`, Attributes?.QueueArn ?? '']);
  }
  return attributes;
};

// A variable may have been given as text.
const WholeNumber = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.digits(), v.transform(Number))]),
  v.integer(),
);
const RedrivePolicy = v.pipe(v.string(), v.parseJson(), v.object({ maxReceiveCount: WholeNumber }));

const queueUrlOf = (arn: string, known: Known): string => {
  const name = [...known.keys()].find((each) => known.get(each) === arn);
  return String(known.get(name?.replace(/arn$/, 'url') ?? '') ?? '');
};

/** Creates what the synthesised stack describes, as far as stand-ins need it: queues, notification, rules, function, mapping. */
export const apply = async (stackFolder: string, target: Target): Promise<Applied> => {
  const stack = await readStack(stackFolder);
  const {
    aws_lambda_function: reporter,
    aws_lambda_event_source_mapping: mapping,
    aws_s3_bucket_notification: notification,
    aws_sqs_queue: { transcripts },
  } = stack.resource;
  const variables = new Map<string, Value>(variablesOf(stack, target.variables));
  const known = new Map<string, Value>([...variables, ...(await createQueues(target.sqs, stack, variables))]);
  const value = (text: string) => evaluate(text, known);
  const number = (given: string | number) => v.parse(WholeNumber, evaluateAny(String(given), known));

  const bucket = value(notification.bucket);
  await target.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  for (const { id, queue_arn, filter_prefix, filter_suffix } of notification.queue) {
    await target.notify({
      id,
      bucket,
      queueUrl: queueUrlOf(value(queue_arn), known),
      prefix: value(filter_prefix),
      suffix: value(filter_suffix),
    });
  }
  const taskRoot = join(target.folder, 'task-root');
  await unpack(await readFile(join(stackFolder, reporter.filename)), taskRoot);
  const environment = Object.entries(reporter.environment.variables).map(([name, text]) => [
    name,
    value(text),
  ]);
  const queueArn = value(mapping.event_source_arn);
  return {
    function: {
      name: value(reporter.function_name),
      handler: reporter.handler,
      taskRoot,
      timeoutSeconds: number(reporter.timeout),
      memoryMb: number(reporter.memory_size),
      environment: Object.fromEntries(environment),
    },
    mapping: {
      queueArn,
      queueUrl: queueUrlOf(queueArn, known),
      batchSize: number(mapping.batch_size),
      reportsItemFailures: mapping.function_response_types.includes('ReportBatchItemFailures'),
      windowSeconds: number(mapping.maximum_batching_window_in_seconds),
      maximumConcurrency: number(mapping.scaling_config.maximum_concurrency),
    },
    queue: {
      visibilityTimeoutSeconds: number(transcripts.visibility_timeout_seconds),
      retentionSeconds: number(transcripts.message_retention_seconds),
      maxReceiveCount: v.parse(RedrivePolicy, value(transcripts.redrive_policy)).maxReceiveCount,
    },
    rules: eventRulesOf(stack, value, (arn) => queueUrlOf(arn, known)),
    bucket,
    deadLetterQueueUrl: value('${aws_sqs_queue.dead_letters.url}'),
  };
};
