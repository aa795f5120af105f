import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Journal, PlaceToSearch, SearchResult } from '../../ports';
import type { AwsLocation, SoughtSession, TracedSession } from '../../session/session';
import type { SessionId } from '../../session/session-id';
import { shareOf } from '../../time';
import { folderSearch } from './search-folder';

/** The bucket a CloudTrail trail delivers to. */
export interface CloudTrailBucketSettings {
  readonly bucket: string;
  /** What stands before `AWSLogs/`; empty when nothing does. */
  readonly prefix: string;
  /** `o-…` when the CloudTrail trail is an organization's. */
  readonly organizationId: string | null;
}

interface CloudTrailBucketDeps extends CloudTrailBucketSettings {
  readonly s3: S3Client;
  readonly cloudtrail: CloudTrailClient;
  readonly warn: Journal['warn'];
  readonly now: () => Date;
}

/** After event history's quarter, almost half of the whole time is left for reporting. */
const SHARE_OF_TIME = 2 / 5;
/** How far S3's clock may be ahead of ours. */
const CLOCK_SKEW_MS = 5 * 60_000;

interface SessionsOfLocation extends AwsLocation {
  readonly sessions: readonly SoughtSession[];
}

/** The sessions of each account and region: each has a folder of its own. */
const byLocation = (sought: readonly SoughtSession[]): readonly SessionsOfLocation[] => {
  const groups = new Map<string, SessionsOfLocation>();
  for (const session of sought) {
    const { accountId, region } = session;
    const folder = `${accountId}/${region}`;
    const sessions = [...(groups.get(folder)?.sessions ?? []), session];
    groups.set(folder, { accountId, region, sessions });
  }
  return [...groups.values()];
};

/** The bucket of a CloudTrail trail as a place to search. */
export const cloudTrailBucket = ({ now, ...deps }: CloudTrailBucketDeps): PlaceToSearch => ({
  name: `the CloudTrail bucket ${deps.bucket}`,
  shareOfTime: SHARE_OF_TIME,
  search: async (sought, trace, time) => {
    const traces = await trace(sought.map(({ id }) => id));
    // CloudTrail has not written the log files of the future, so a deadline that lies there is not listed for.
    const latest = now().getTime() + CLOCK_SKEW_MS;
    const traced = (session: SoughtSession): TracedSession => ({
      ...session,
      startedAt: traces.get(session.id)?.startedAt ?? null,
      deadline: new Date(Math.min(session.deadline.getTime(), latest)),
    });
    const results = new Map<SessionId, SearchResult>();
    const groups = byLocation(sought);
    for (const [searched, { sessions, ...location }] of groups.entries()) {
      const share = shareOf(time, time.leftMs() / (groups.length - searched));
      const found = await folderSearch({ ...deps, ...location })(sessions.map(traced), share);
      for (const [id, result] of found) results.set(id, result);
    }
    return results;
  },
});
