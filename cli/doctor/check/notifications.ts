import { type Finding, findingKinds } from '../finding';
import type { BucketNotifications } from '../look/bucket';
import type { Facts } from '../look/facts';
import type { DeploymentPlan } from '../plan';
import { unseenOf } from './unseen';

export const NOTIFICATIONS = findingKinds('bucket notifications', {
  'notification-ours': ['ok', 'the queue is notified of each transcript'],
  'notification-by-eventbridge': [
    'ok',
    'EventBridge is notified of each transcript (its rule was not looked at)',
  ],
  'notification-free': ['ok', 'none: deploying replaces nothing'],
  'notification-missing': [
    'error',
    'neither queue {queue} nor EventBridge is notified: transcripts are only found by reconcile',
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
): Finding => {
  const ours = seen.notifications.filter(({ target }) => target.endsWith(`:${queue}`));
  if (ours.length === 0)
    return seen.eventBridge
      ? NOTIFICATIONS.tell('notification-by-eventbridge', bucket)
      : NOTIFICATIONS.tell('notification-missing', bucket, { queue });
  if (ours.some((one) => prefix.startsWith(one.prefix)))
    return NOTIFICATIONS.tell('notification-ours', bucket);
  const announced = ours.map((one) => one.prefix).join('", "');
  return NOTIFICATIONS.tell('notification-narrow', bucket, { announced, prefix });
};

/** Whether somebody is told of each transcript, and whether deploying would take that away from somebody else. */
export const checkNotifications = ({ bucket: { settings }, plan }: Facts): readonly Finding[] => {
  if (settings === null) return [];
  const { notifications } = settings;
  if ('unseen' in notifications) return unseenOf(NOTIFICATIONS.about, plan.bucket, notifications);
  const { bucket, deployed } = plan;
  const queue = deployed?.settings.queueUrl.split('/').at(-1) ?? null;
  const others = othersOf(notifications.seen, queue);
  const foreign = others === '' ? [] : [NOTIFICATIONS.tell('notification-foreign', bucket, { others })];
  if (queue === null) return foreign.length > 0 ? foreign : [NOTIFICATIONS.tell('notification-free', bucket)];
  const own = afterDeployment(notifications.seen, plan, queue);
  // With EventBridge the deployment does not own the notifications, so the next apply leaves them alone.
  return own.id === 'notification-by-eventbridge' ? [own] : [own, ...foreign];
};
