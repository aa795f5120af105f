import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Deployed } from '../plan';
import type { Clients } from './clients';
import { type Look, look, unlessMissing } from './look';

/** What has the function read the queue. */
export interface EventSourceMapping {
  readonly uuid: string;
  /** `Enabled`, `Disabled` …, as Lambda calls it. */
  readonly state: string;
}

/** How the deployed function and its queues do. */
export interface OperationFacts {
  /** Null where the queue is not mapped to the function. */
  readonly mapping: Look<EventSourceMapping | null>;
  /** Messages in it; null where there is no such queue. */
  readonly queue: Look<number | null>;
  readonly deadLetterQueue: Look<number | null>;
  /** Of the oldest message, in seconds; null while the metric has no value, as for an idle queue. */
  readonly oldestSeconds: Look<number | null>;
}

const nameOf = (queueUrl: string): string => queueUrl.slice(queueUrl.lastIndexOf('/') + 1);

/** CloudWatch has a value for the queue each five minutes at least, and it comes some minutes late. */
const METRIC_MS = 15 * 60_000;

const lookAtQueue = ({ sqs }: Pick<Clients, 'sqs'>, what: string, QueueUrl: string) =>
  look(what, 'sqs:GetQueueAttributes', async () => {
    const answer = await unlessMissing(
      sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
      ),
      'QueueDoesNotExist',
      'AWS.SimpleQueueService.NonExistentQueue',
    );
    if (answer === null) return null;
    return Object.values(answer.Attributes ?? {}).reduce((sum, count) => sum + Number(count), 0);
  });

/** Looks at the queues and what connects them to the function. */
export const lookAtOperation = async (
  clients: Pick<Clients, 'sqs' | 'lambda' | 'cloudwatch'>,
  { functionName, settings }: Deployed,
  now: Date,
): Promise<OperationFacts> => {
  const name = nameOf(settings.queueUrl);
  const [mapping, queue, deadLetterQueue, oldestSeconds] = await Promise.all([
    look('the event source mappings', 'lambda:ListEventSourceMappings', async () => {
      const { EventSourceMappings = [] } = await clients.lambda.send(
        new ListEventSourceMappingsCommand({ FunctionName: functionName }),
      );
      const found = EventSourceMappings.find(({ EventSourceArn }) => EventSourceArn?.endsWith(`:${name}`));
      return found === undefined ? null : { uuid: found.UUID ?? 'UUID', state: found.State ?? 'unknown' };
    }),
    lookAtQueue(clients, 'the queue', settings.queueUrl),
    lookAtQueue(clients, 'the dead-letter queue', settings.deadLetterQueueUrl),
    look('the age of the oldest message', 'cloudwatch:GetMetricStatistics', async () => {
      const { Datapoints = [] } = await clients.cloudwatch.send(
        new GetMetricStatisticsCommand({
          Namespace: 'AWS/SQS',
          MetricName: 'ApproximateAgeOfOldestMessage',
          Dimensions: [{ Name: 'QueueName', Value: name }],
          StartTime: new Date(now.getTime() - METRIC_MS),
          EndTime: now,
          Period: 300,
          Statistics: ['Maximum'],
        }),
      );
      const newest = Datapoints.toSorted(
        (one, other) => (other.Timestamp?.getTime() ?? 0) - (one.Timestamp?.getTime() ?? 0),
      )[0];
      return newest?.Maximum ?? null;
    }),
  ]);
  return { mapping, queue, deadLetterQueue, oldestSeconds };
};
