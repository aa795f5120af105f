/** What goes wrong with a session; a session has one of these at most. */
export const FAULTS = [
  'transcript-late',
  'transcript-never',
  'transcript-twice',
  'transcript-replaced',
  'transcript-overwritten',
  'caller-late',
  'caller-never',
  'task-gone',
  'notification-lost',
  'open-over-midnight',
] as const;
export type Fault = (typeof FAULTS)[number];

/** Of each fault; and, of all calls, as many more that are refused and that bypass ECS Exec. */
export const SHARE_OF_FAULT = 0.03;

/** EventBridge delivers calls at best effort. */
export const EVENT_BRIDGE = { lost: 0.02, twice: 0.02 } as const;
/** S3 notifies at least once. */
export const NOTIFIED_TWICE = 0.01;
/** Of all deliveries of SQS. */
export const DELIVERED_AGAIN = 0.005;
