import type { OpenedSession } from '../session/session';
import type { Attachment, UserData } from './attestation';
import { truncate } from './truncate';

const placeOf = ({ foundIn }: OpenedSession) =>
  foundIn.source === 'event-history'
    ? { found_in: 'event-history' }
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

const inOneOrder = (records: readonly OpenedSession[]): readonly string[] =>
  records.map((record) => JSON.stringify([record.eventId, placeOf(record)])).toSorted();

/** `user_data` that names records which tell otherwise; nothing where there are none. */
export const disagreement = (records: readonly OpenedSession[]): UserData =>
  records.length === 0 ? {} : { disagreeing_records: truncate(inOneOrder(records).join(' ')) };

/** All records of a session that disagree, each with the `userIdentity` as it was found and where. */
export const recordsFile = (records: readonly OpenedSession[]): Attachment => ({
  filename: 'user-identities.json',
  text: JSON.stringify(records.map(recordOf), null, 2),
});
