import { DescribeRuleCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import pMap from 'p-map';
import * as v from 'valibot';
import type { Deployed } from '../plan';
import { statementsOf } from '../policy-statements';
import type { Clients } from './clients';
import { type Look, look, unlessMissing } from './look';

/** A rule as EventBridge has it. */
export interface RuleState {
  readonly enabled: boolean;
  /** What sets it off, as JSON; null where the clock does. */
  readonly pattern: string | null;
  readonly sendsToQueue: boolean;
}

/** A rule that the deployment made: the policy of the queue lets it send. */
export interface RuleFacts {
  readonly name: string;
  /** Of its statement in the policy; it says what the rule is for. */
  readonly sid: string;
  /** Null where there is no such rule. */
  readonly state: Look<RuleState | null>;
}

/** Who may send to the queue, by its policy, which is deployed with whatever the options add. */
export interface SenderFacts {
  /** Whether the bucket itself may, or EventBridge for it; null for neither. */
  readonly trigger: 's3-notification' | 'eventbridge' | null;
  readonly rules: readonly RuleFacts[];
}

const Arns = v.union([
  v.pipe(
    v.string(),
    v.transform((arn) => [arn]),
  ),
  v.array(v.string()),
]);

/** The Sid of each sender, with the ARN that it sends for. A policy that was removed may be answered as an empty text. */
const sendersIn = (policy: string): readonly { readonly sid: string; readonly arn: string }[] =>
  (policy === '' ? [] : statementsOf(policy)).flatMap(({ Sid, Effect, Principal, Condition }) => {
    if (Effect !== 'Allow' || typeof Principal !== 'object' || Principal.Service === undefined) return [];
    const arns = Object.values(Condition).flatMap((test) => v.parse(Arns, test['aws:SourceArn'] ?? []));
    return arns.map((arn) => ({ sid: Sid, arn }));
  });

const PERMISSION = 'events:DescribeRule and events:ListTargetsByRule';

const lookAtRule = (
  { eventbridge }: Pick<Clients, 'eventbridge'>,
  Name: string,
  queueArn: string,
): Promise<Look<RuleState | null>> =>
  look('the EventBridge rule', PERMISSION, () =>
    unlessMissing(
      (async () => {
        const rule = await eventbridge.send(new DescribeRuleCommand({ Name }));
        // A rule has five targets at most, so there is no second page.
        const { Targets = [] } = await eventbridge.send(new ListTargetsByRuleCommand({ Rule: Name }));
        return {
          enabled: rule.State !== 'DISABLED',
          pattern: rule.EventPattern ?? null,
          sendsToQueue: Targets.some(({ Arn }) => Arn === queueArn),
        };
      })(),
      'ResourceNotFoundException',
    ),
  );

/** Looks at the rules that may send to the queue. Null where there is no queue, or nobody may send to it. */
export const lookAtSenders = async (
  clients: Pick<Clients, 'sqs' | 'eventbridge'>,
  { settings }: Deployed,
): Promise<Look<SenderFacts | null>> => {
  const queue = await look('the policy of the queue', 'sqs:GetQueueAttributes', async () => {
    const answer = await unlessMissing(
      clients.sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: settings.queueUrl,
          AttributeNames: ['Policy', 'QueueArn'],
        }),
      ),
      'QueueDoesNotExist',
      'AWS.SimpleQueueService.NonExistentQueue',
    );
    const { Policy: policy, QueueArn: arn } = answer?.Attributes ?? {};
    if (policy === undefined || arn === undefined) return null;
    const senders = sendersIn(policy);
    return senders.length === 0 ? null : { arn, senders };
  });
  if ('unseen' in queue) return queue;
  if (queue.seen === null) return { seen: null };
  const { arn: queueArn, senders } = queue.seen;
  const isOfBucket = ({ arn }: { readonly arn: string }) => /^arn:[^:]+:s3:/.test(arn);
  const rules = senders.filter(({ arn }) => /^arn:[^:]+:events:/.test(arn));
  return {
    seen: {
      trigger: senders.some(isOfBucket)
        ? 's3-notification'
        : rules.some(({ sid }) => sid === 'SendFromSource')
          ? 'eventbridge'
          : null,
      rules: await pMap(
        rules,
        async ({ sid, arn }) => {
          const name = arn.slice(arn.lastIndexOf('/') + 1);
          return { sid, name, state: await lookAtRule(clients, name, queueArn) };
        },
        { concurrency: 2 },
      ),
    },
  };
};
