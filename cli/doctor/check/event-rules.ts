import * as v from 'valibot';
import { type Finding, findingKinds } from '../finding';
import type { RuleFacts } from '../look/event-rules';
import type { Facts } from '../look/facts';
import type { DeploymentPlan } from '../plan';
import { unseenOf } from './unseen';

export const EVENT_RULES = findingKinds('EventBridge rules', {
  'rule-works': ['ok', 'on, and sends {what} to the queue'],
  'rule-missing': [
    'error',
    'there is no such rule, though it is deployed: {what} do not reach the queue',
    'terraform apply in the folder of the stack',
  ],
  'rule-off': [
    'error',
    'turned off: {what} do not reach the queue',
    'turn it on, and have what was missed reported with reconcile',
    'aws events enable-rule --region {region} --name {name}',
  ],
  'rule-not-to-queue': [
    'error',
    'does not send to queue {queue}: {what} do not reach it',
    'terraform apply in the folder of the stack',
  ],
  'rule-for-others': [
    'error',
    'set off by something else than {what}: {pattern}',
    'terraform apply in the folder of the stack',
  ],
  'rules-without-live': [
    'note',
    'no rule for calls as they are made (option liveSessions): sessions are told when they are over, refused calls and StartSession by reconcile',
    'set the option liveSessions, where a CloudTrail trail covers the region',
  ],
  'rules-without-reconcile': [
    'note',
    'no rule looks for what is missing (option reconcile): a transcript that nobody announced stays unseen',
    'set the option reconcile',
  ],
  'rules-unknown': [
    'error',
    'the policy of queue {queue} lets nobody send to it, neither the bucket nor a rule',
    'terraform apply in the folder of the stack',
  ],
});

const Pattern = v.object({
  detail: v.object({
    eventName: v.optional(v.array(v.unknown()), []),
    bucket: v.optional(v.object({ name: v.array(v.unknown()) }), { name: [] }),
  }),
});
type Detail = v.InferOutput<typeof Pattern>['detail'];

interface Purpose {
  readonly what: string;
  /** Whether a pattern is for that; null for a rule that goes by the clock. */
  readonly isSetOff: ((detail: Detail, plan: DeploymentPlan) => boolean) | null;
}

const callsOf =
  (name: string): Purpose['isSetOff'] =>
  ({ eventName }) =>
    eventName.includes(name);

/** What the rules of a deployment are for, by the Sid of their statements. */
export const PURPOSES: Readonly<Record<string, Purpose>> = {
  SendFromSource: {
    what: 'announcements of transcripts',
    isSetOff: ({ bucket }, plan) => bucket.name.includes(plan.bucket),
  },
  SendFromExecuteCommand: { what: 'ExecuteCommand calls', isSetOff: callsOf('ExecuteCommand') },
  SendFromStartSession: { what: 'StartSession calls', isSetOff: callsOf('StartSession') },
  SendFromReconcile: { what: 'hourly searches for what is missing', isSetOff: null },
  SendFromReconcileDaily: { what: 'daily searches and statements', isSetOff: null },
};

const OTHER: Purpose = { what: 'its messages', isSetOff: null };

const isFor = ({ isSetOff }: Purpose, pattern: string | null, plan: DeploymentPlan): boolean => {
  if (isSetOff === null) return true;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Pattern), pattern ?? '');
  return parsed.success && isSetOff(parsed.output.detail, plan);
};

const findingOf = ({ name, sid, state }: RuleFacts, plan: DeploymentPlan, queue: string) => {
  if ('unseen' in state) return unseenOf(EVENT_RULES.about, name, state);
  const purpose = PURPOSES[sid] ?? OTHER;
  const { what } = purpose;
  if (state.seen === null) return [EVENT_RULES.tell('rule-missing', name, { what })];
  const { enabled, pattern, sendsToQueue } = state.seen;
  if (!enabled) return [EVENT_RULES.tell('rule-off', name, { what, name, region: plan.region })];
  if (!sendsToQueue) return [EVENT_RULES.tell('rule-not-to-queue', name, { what, queue })];
  return isFor(purpose, pattern, plan)
    ? [EVENT_RULES.tell('rule-works', name, { what })]
    : [EVENT_RULES.tell('rule-for-others', name, { what, pattern: pattern ?? 'the clock' })];
};

/** Whether what EventBridge is deployed to send reaches the queue. */
export const checkEventRules = ({ senders, plan }: Facts): readonly Finding[] => {
  const { deployed } = plan;
  if (senders === null || deployed === null) return [];
  const queue = deployed.settings.queueUrl.split('/').at(-1) ?? '';
  if ('unseen' in senders) return unseenOf(EVENT_RULES.about, queue, senders);
  if (senders.seen === null) return [EVENT_RULES.tell('rules-unknown', queue, { queue })];
  const { rules } = senders.seen;
  const has = (sid: string) => rules.some((rule) => rule.sid === sid);
  return [
    ...rules.flatMap((rule) => findingOf(rule, plan, queue)),
    ...(has('SendFromExecuteCommand') ? [] : [EVENT_RULES.tell('rules-without-live', queue)]),
    ...(has('SendFromReconcile') ? [] : [EVENT_RULES.tell('rules-without-reconcile', queue)]),
  ];
};
