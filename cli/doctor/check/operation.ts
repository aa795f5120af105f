import { durationOf } from '../duration';
import { type Finding, findingKinds } from '../finding';
import type { Facts } from '../look/facts';
import type { OperationFacts } from '../look/operation';
import type { Deployed } from '../plan';
import { unseenOf } from './unseen';

export const OPERATION = findingKinds('function and queues', {
  'function-active': ['ok', '{state}, version {version}, {runtime}, updated {updated}'],
  'function-not-active': [
    'error',
    'its state is {state}: {reason}',
    'correct what the reason says',
    'aws lambda get-function-configuration --region {region} --function-name {name}',
  ],
  'function-update-failed': [
    'error',
    'its last update of {updated} is {status}: {reason}',
    'terraform apply again, once what it says is corrected',
  ],
  'mapping-enabled': ['ok', 'the queue is read by the function'],
  'mapping-missing': [
    'error',
    'no event source mapping connects the queue to the function',
    'terraform apply',
  ],
  'mapping-disabled': [
    'error',
    'its event source mapping is {state}: messages wait',
    'turn it on (runbook: transcripts-waiting)',
    'aws lambda update-event-source-mapping --region {region} --enabled --uuid {uuid}',
  ],
  'queue-short': ['ok', '{count} messages, the oldest {age}'],
  'queue-old': [
    'warning',
    'the oldest of {count} messages has waited for {age}, expected at most {expected}',
    'read the log of the function (runbook: transcripts-waiting)',
  ],
  'queue-missing': ['error', 'there is no such queue', 'terraform apply'],
  'dead-letters-none': ['ok', 'no message was given up'],
  'dead-letters': [
    'warning',
    '{count} messages were given up; after 14 days they are gone',
    'correct the cause, then have them reported again (runbook: dead-letters)',
    'ecs-exec-evidence replay --dead-letters --region {region} --function {name}',
  ],
});

const timeOf = (text: string | undefined): string => {
  const time = new Date(text ?? Number.NaN);
  return Number.isNaN(time.getTime())
    ? 'at an unknown time'
    : time.toISOString().slice(0, 16).replace('T', ' ');
};

const functionOf = ({ functionName, configuration }: Deployed, region: string): Finding => {
  const { State = 'Active', StateReason, LastUpdateStatus, LastUpdateStatusReason } = configuration;
  const updated = timeOf(configuration.LastModified);
  // After weeks without a call a function is Inactive, and the next call wakes it.
  if (State !== 'Active' && State !== 'Inactive')
    return OPERATION.tell('function-not-active', functionName, {
      state: State,
      reason: StateReason ?? 'Lambda gives no reason',
      name: functionName,
      region,
    });
  if (LastUpdateStatus === 'Failed')
    return OPERATION.tell('function-update-failed', functionName, {
      updated,
      status: LastUpdateStatus,
      reason: LastUpdateStatusReason ?? 'Lambda gives no reason',
    });
  return OPERATION.tell('function-active', functionName, {
    state: State,
    version: configuration.Version ?? 'unknown',
    runtime: configuration.Runtime ?? 'unknown runtime',
    updated,
  });
};

const nameOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1);
const HOUR_MS = 3_600_000;

const queueOf = ({ queue, oldestSeconds }: OperationFacts, { settings }: Deployed): readonly Finding[] => {
  const name = nameOf(settings.queueUrl);
  if ('unseen' in queue) return unseenOf(OPERATION.about, name, queue);
  if (queue.seen === null) return [OPERATION.tell('queue-missing', name)];
  if ('unseen' in oldestSeconds) return unseenOf(OPERATION.about, name, oldestSeconds);
  // As the alarm: a message whose caller is searched for may wait as long as the identity deadline.
  const expectedMs = settings.identityDeadlineMinutes * 60_000 + HOUR_MS;
  const ageMs = (oldestSeconds.seen ?? 0) * 1000;
  const values = { count: queue.seen, age: durationOf(ageMs), expected: durationOf(expectedMs) };
  return [OPERATION.tell(ageMs > expectedMs ? 'queue-old' : 'queue-short', name, values)];
};

const deadLettersOf = (
  { deadLetterQueue }: OperationFacts,
  { settings, functionName }: Deployed,
  region: string,
): readonly Finding[] => {
  const name = nameOf(settings.deadLetterQueueUrl);
  if ('unseen' in deadLetterQueue) return unseenOf(OPERATION.about, name, deadLetterQueue);
  const { seen: count } = deadLetterQueue;
  if (count === null) return [OPERATION.tell('queue-missing', name)];
  return [
    OPERATION.tell(count === 0 ? 'dead-letters-none' : 'dead-letters', name, {
      count,
      name: functionName,
      region,
    }),
  ];
};

const mappingOf = (
  { mapping }: OperationFacts,
  { settings }: Deployed,
  region: string,
): readonly Finding[] => {
  const name = nameOf(settings.queueUrl);
  if ('unseen' in mapping) return unseenOf(OPERATION.about, name, mapping);
  if (mapping.seen === null) return [OPERATION.tell('mapping-missing', name)];
  const { state, uuid } = mapping.seen;
  return [
    state === 'Enabled'
      ? OPERATION.tell('mapping-enabled', name)
      : OPERATION.tell('mapping-disabled', name, { state, uuid, region }),
  ];
};

/** Whether the deployed function works off its queue. */
export const checkOperation = ({ operation, plan: { deployed, region } }: Facts): readonly Finding[] =>
  operation === null || deployed === null
    ? []
    : [
        functionOf(deployed, region),
        ...mappingOf(operation, deployed, region),
        ...queueOf(operation, deployed),
        ...deadLettersOf(operation, deployed, region),
      ];
