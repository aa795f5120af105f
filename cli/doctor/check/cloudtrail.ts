import { durationOf } from '../duration';
import { type Finding, findingKinds } from '../finding';
import type { TrailFacts } from '../look/cloudtrail';
import type { Facts } from '../look/facts';
import { unseenOf } from './unseen';

const DAY_MS = 86_400_000;

export const CLOUDTRAIL = findingKinds('CloudTrail', {
  'trail-works': ['ok', 'logs management events; last delivery {ago} ago'],
  'trail-none': [
    'warning',
    'no CloudTrail trail covers {region}: EventBridge sees no call, so sessions are told only when they are over',
    'set the option cloudTrail, or existingCloudTrail, or have the owner of the account create a CloudTrail trail',
  ],
  'trail-stopped': [
    'warning',
    'its logging is turned off: EventBridge sees no call through it',
    'in the region and account of the CloudTrail trail',
    'aws cloudtrail start-logging --region {home} --name {arn}',
  ],
  'trail-without-writes': [
    'warning',
    'it logs no management events that write: EventBridge sees no ExecuteCommand through it',
    'add management events that write to its selectors, which the command replaces',
    `aws cloudtrail put-event-selectors --region {home} --trail-name {arn} --event-selectors '[{"ReadWriteType":"WriteOnly"}]'`,
  ],
  'trail-not-delivering': [
    'error',
    'CloudTrail could not deliver to bucket {bucket}: {error}',
    'correct the policy of the bucket, or of its key: docs/cloudtrail.md has both',
  ],
  'trail-delivery-old': [
    'warning',
    'the last delivery to bucket {bucket} was {ago} ago, expected minutes',
    'see whether the bucket still exists and its policy still lets CloudTrail write',
  ],
  'trail-other-bucket': [
    'error',
    'the function searches bucket {bucket}, and no CloudTrail trail here writes there',
    'correct cloudtrail_bucket_name: the CloudTrail trails here write to {buckets}',
  ],
});

const isUsable = ({ status, logsWrites }: TrailFacts): boolean =>
  'seen' in status && status.seen.logging && 'seen' in logsWrites && logsWrites.seen;

const deliveryOf = ({ name, bucket, status }: TrailFacts, now: Date): Finding => {
  const { deliveredAt, deliveryError } =
    'seen' in status ? status.seen : { deliveredAt: null, deliveryError: null };
  if (deliveryError !== null)
    return CLOUDTRAIL.tell('trail-not-delivering', name, { bucket, error: deliveryError });
  const agoMs = deliveredAt === null ? null : now.getTime() - deliveredAt.getTime();
  const ago = agoMs === null ? 'never, that is, a long time' : durationOf(agoMs);
  return agoMs !== null && agoMs < DAY_MS
    ? CLOUDTRAIL.tell('trail-works', name, { ago })
    : CLOUDTRAIL.tell('trail-delivery-old', name, { bucket, ago });
};

/** A CloudTrail trail of many regions is changed in the one it was made in. */
const homeOf = (arn: string): string => arn.split(':')[3] ?? '';

const faultsOf = ({ name, arn, status, logsWrites }: TrailFacts): readonly Finding[] => [
  ...unseenOf(CLOUDTRAIL.about, name, status),
  ...('seen' in status && !status.seen.logging
    ? [CLOUDTRAIL.tell('trail-stopped', name, { arn, home: homeOf(arn) })]
    : []),
  ...unseenOf(CLOUDTRAIL.about, name, logsWrites),
  ...('seen' in logsWrites && !logsWrites.seen
    ? [CLOUDTRAIL.tell('trail-without-writes', name, { arn, home: homeOf(arn) })]
    : []),
];

/** Whether CloudTrail records calls where they are searched for, and EventBridge can see them. */
export const checkCloudTrail = ({ trails, plan, now }: Facts): readonly Finding[] => {
  const { region, deployed } = plan;
  if ('unseen' in trails) return unseenOf(CLOUDTRAIL.about, region, trails);
  const searched = deployed?.settings.cloudTrail?.bucket ?? null;
  const isSearched = ({ bucket }: TrailFacts) => bucket === searched;
  const buckets = trails.seen.map(({ bucket }) => bucket).join(', ') || 'no bucket';
  const usable = trails.seen.filter(isUsable);
  // One that works is enough, but the one whose bucket is searched has to.
  const faulty = trails.seen.filter(
    (trail) => !isUsable(trail) && (usable.length === 0 || isSearched(trail)),
  );
  return [
    ...(trails.seen.length === 0 ? [CLOUDTRAIL.tell('trail-none', region, { region })] : []),
    ...usable.map((trail) => deliveryOf(trail, now)),
    ...faulty.flatMap(faultsOf),
    ...(searched !== null && !trails.seen.some(isSearched)
      ? [CLOUDTRAIL.tell('trail-other-bucket', region, { bucket: searched, buckets })]
      : []),
  ];
};
