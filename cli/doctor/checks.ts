import { BUCKET, checkBucket } from './check/bucket';
import { BUCKET_POLICY, checkBucketPolicy } from './check/bucket-policy';
import { BYPASS, checkBypass } from './check/bypass';
import { CLOUDTRAIL, checkCloudTrail } from './check/cloudtrail';
import { CLUSTERS, checkClusters } from './check/clusters';
import { checkEventRules, EVENT_RULES } from './check/event-rules';
import { checkKosli, KOSLI } from './check/kosli';
import { checkLastSession, LAST_SESSION } from './check/last-session';
import { checkNotifications, NOTIFICATIONS } from './check/notifications';
import { checkOperation, OPERATION } from './check/operation';
import { checkRoles, ROLES } from './check/roles';
import { checkServices, SERVICES } from './check/services';
import { UNSEEN } from './check/unseen';
import type { Finding, FindingKinds } from './finding';
import type { Facts } from './look/facts';

const CHECKS: readonly ((facts: Facts) => readonly Finding[])[] = [
  checkBucket,
  checkNotifications,
  checkEventRules,
  checkClusters,
  checkServices,
  checkRoles,
  checkBucketPolicy,
  checkKosli,
  checkCloudTrail,
  checkBypass,
  checkOperation,
  checkLastSession,
];

/** Every kind of finding by id, in the order of the report; docs/doctor.md lists them. */
export const FINDING_KINDS = {
  ...BUCKET.kinds,
  ...NOTIFICATIONS.kinds,
  ...EVENT_RULES.kinds,
  ...CLUSTERS.kinds,
  ...SERVICES.kinds,
  ...ROLES.kinds,
  ...BUCKET_POLICY.kinds,
  ...KOSLI.kinds,
  ...CLOUDTRAIL.kinds,
  ...BYPASS.kinds,
  ...OPERATION.kinds,
  ...LAST_SESSION.kinds,
  ...UNSEEN.kinds,
};
export type FindingId = keyof typeof FINDING_KINDS;

/** The same, by what they are about. */
export const FINDING_TABLES: readonly Pick<FindingKinds<string>, 'about' | 'kinds'>[] = [
  BUCKET,
  NOTIFICATIONS,
  EVENT_RULES,
  CLUSTERS,
  SERVICES,
  ROLES,
  BUCKET_POLICY,
  KOSLI,
  CLOUDTRAIL,
  BYPASS,
  OPERATION,
  LAST_SESSION,
  UNSEEN,
];

/** All findings, in the order of the report. */
export const examine = (facts: Facts): readonly Finding[] => CHECKS.flatMap((check) => check(facts));
