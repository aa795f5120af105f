import type { EvidenceReporterOptions } from './options/options';

type OwnTrail = NonNullable<EvidenceReporterOptions['cloudTrail']>;

/** A trail's files, as the reporter needs to know them. */
export interface TrailLocation {
  readonly bucketName: string;
  /** What stands before `AWSLogs/`: nothing, or ends in a slash. */
  readonly prefix: string;
  readonly organizationId: string | null;
  readonly kmsKeyArn: string | null;
}

/**
 * The bucket of a trail of our own. Both stacks compute it from the same option and the account, so that neither has to
 * read the other's state. Without the region: the account's one trail serves the reporters of all regions.
 */
export const ownTrailBucket = (trail: OwnTrail, accountId: string): string =>
  trail.bucketName ?? `ecs-exec-evidence-trail-${accountId}`;

/** Null: no trail is configured, and callers are looked for in event history alone. */
export const trailLocation = (
  { cloudTrail, existingTrail }: EvidenceReporterOptions,
  accountId: string,
): TrailLocation | null => {
  if (cloudTrail) {
    return {
      bucketName: ownTrailBucket(cloudTrail, accountId),
      prefix: '',
      organizationId: cloudTrail.organization,
      kmsKeyArn: cloudTrail.kmsKeyArn,
    };
  }
  if (!existingTrail) return null;
  const { bucketName, prefix, organizationId, kmsKeyArn } = existingTrail;
  return { bucketName, prefix: prefix ? `${prefix}/` : '', organizationId, kmsKeyArn };
};

/** The folders of one account's log and digest files. An organization trail puts its id between `AWSLogs` and the account. */
export const trailKeyPrefixes = ({ prefix, organizationId }: TrailLocation, accountId: string): string[] => {
  const account = `${prefix}AWSLogs/${organizationId ? `${organizationId}/` : ''}${accountId}`;
  return [`${account}/CloudTrail/`, `${account}/CloudTrail-Digest/`];
};
