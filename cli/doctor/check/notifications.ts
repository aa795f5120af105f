import { type Finding, findingKinds } from '../finding';
import type { BucketNotifications } from '../look/bucket';
import type { Facts } from '../look/facts';
import type { DeploymentPlan } from '../plan';
import { unseenOf } from './unseen';

export const NOTIFICATIONS = findingKinds('bucket notifications', {
  'notification-ours': ['ok', 'the queue is notified of each transcript'],
  'notification-by-eventbridge': ['ok', 'EventBridge is notified of each transcript'],
  'notification-not-to-eventbridge': [
    'error',
    'EventBridge is not notified, and trigger is eventbridge: transcripts are only found by reconcile',
    'whoever writes the notifications of the bucket turns its delivery to EventBridge on: eventbridge = true in aws_s3_bucket_notification',
  ],
  'notification-free': ['ok', 'none: deploying replaces nothing'],
  'notification-missing': [
    'error',
    'queue {queue} is not notified: transcripts are only found by reconcile',
    'terraform apply in the folder of the stack; if somebody else writes the notifications, set trigger to eventbridge',
  ],
  'notification-narrow': [
    'error',
    'the queue is notified of keys below "{announced}" only, and transcripts are below "{prefix}"',
    'ecs_exec_log_prefix = "{prefix}", and terraform apply',
  ],
  'notification-foreign': [
    'warning',
    'deploying with trigger s3-notification would remove what somebody else has there: {others}',
    'set the option trigger to eventbridge, which leaves the notifications of the bucket alone',
  ],
});

const othersOf = ({ notifications, eventBridge }: BucketNotifications, queue: string | null): string => {
  const foreign = notifications.filter(({ target }) => queue === null || !target.endsWith(`:${queue}`));
  return [
    ...foreign.map(({ id, target }) => `${id} to ${target}`),
    ...(eventBridge ? ['delivery to EventBridge'] : []),
  ].join(', ');
};

const afterDeployment = (
  seen: BucketNotifications,
  { bucket, prefix }: DeploymentPlan,
  queue: string,
  byRule: boolean,
): Finding => {
  if (byRule)
    return NOTIFICATIONS.tell(
      seen.eventBridge ? 'notification-by-eventbridge' : 'notification-not-to-eventbridge',
      bucket,
    );
  const ours = seen.notifications.filter(({ target }) => target.endsWith(`:${queue}`));
  if (ours.length === 0) return NOTIFICATIONS.tell('notification-missing', bucket, { queue });
  if (ours.some((one) => prefix.startsWith(one.prefix)))
    return NOTIFICATIONS.tell('notification-ours', bucket);
  const announced = ours.map((one) => one.prefix).join('", "');
  return NOTIFICATIONS.tell('notification-narrow', bucket, { announced, prefix });
};

/** Whether the deployment has a rule for transcripts, by the policy of its queue, or else by what the bucket notifies. */
const isByRule = (senders: Facts['senders'], seen: BucketNotifications, queue: string): boolean => {
  const trigger = senders !== null && 'seen' in senders ? senders.seen?.trigger : undefined;
  if (trigger === 'eventbridge' || trigger === 's3-notification') return trigger === 'eventbridge';
  return seen.eventBridge && !seen.notifications.some(({ target }) => target.endsWith(`:${queue}`));
};

/** Whether somebody is told of each transcript, and whether deploying would take that away from somebody else. */
export const checkNotifications = ({ bucket: { settings }, plan, senders }: Facts): readonly Finding[] => {
  if (settings === null) return [];
  const { notifications } = settings;
  if ('unseen' in notifications) return unseenOf(NOTIFICATIONS.about, plan.bucket, notifications);
  const { bucket, deployed } = plan;
  const queue = deployed?.settings.queueUrl.split('/').at(-1) ?? null;
  const others = othersOf(notifications.seen, queue);
  const foreign = others === '' ? [] : [NOTIFICATIONS.tell('notification-foreign', bucket, { others })];
  if (queue === null) return foreign.length > 0 ? foreign : [NOTIFICATIONS.tell('notification-free', bucket)];
  // With EventBridge the deployment does not own the notifications, so the next apply leaves them alone.
  const byRule = isByRule(senders, notifications.seen, queue);
  const own = afterDeployment(notifications.seen, plan, queue, byRule);
  return byRule ? [own] : [own, ...foreign];
};
