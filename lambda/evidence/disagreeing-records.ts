import type { OpenedSession } from '../session/session';
import type { Attachment, UserData } from './attestation';
import { truncate } from './truncate';

const placeOf = ({ foundIn }: OpenedSession) =>
  foundIn.source !== 'cloudtrail-bucket'
    ? { found_in: foundIn.source }
    : {
        log_file: `s3://${foundIn.bucket}/${foundIn.key}`,
        digest_verified: foundIn.digestVerified,
      };

const recordOf = (session: OpenedSession) => ({
  event_id: session.eventId,
  event_time: session.calledAt.toISOString(),
  source_ip: session.sourceIp,
  user_agent: session.userAgent,
  ...placeOf(session),
  userIdentity: session.principal.record,
});

const sortedSources = (records: readonly OpenedSession[]): readonly string[] =>
  records.map((record) => JSON.stringify([record.eventId, placeOf(record)])).toSorted();

/** The `user_data` that lists contradicting records; empty when there are none. */
export const disagreement = (records: readonly OpenedSession[]): UserData =>
  records.length === 0 ? {} : { disagreeing_records: truncate(sortedSources(records).join(' ')) };

/** All disagreeing records of a session, each with its `userIdentity` as recorded and where it was found. */
export const recordsFile = (records: readonly OpenedSession[]): Attachment => ({
  filename: 'user-identities.json',
  text: JSON.stringify(records.map(recordOf), null, 2),
});
