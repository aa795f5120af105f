import type { Session } from '../session/session';
import type { Attachment, UserData } from './attestation';
import { cut } from './truncate';

const placeOf = ({ foundIn }: Session) =>
  foundIn.source === 'event-history'
    ? { found_in: 'event-history' }
    : {
        log_file: `s3://${foundIn.bucket}/${foundIn.key}`,
        digest_verified: foundIn.digestVerified,
      };

const recordOf = (session: Session) => ({
  event_id: session.eventId,
  event_time: session.openedAt.toISOString(),
  source_ip: session.sourceIp,
  user_agent: session.userAgent,
  ...placeOf(session),
  userIdentity: session.principal.record,
});

const inOneOrder = (records: readonly Session[]): readonly string[] =>
  records.map((record) => JSON.stringify([record.eventId, placeOf(record)])).toSorted();

/** `user_data` that names records which tell otherwise; nothing where there are none. */
export const disagreement = (records: readonly Session[]): UserData =>
  records.length === 0 ? {} : { disagreeing_records: cut(inOneOrder(records).join(' ')) };

/** All records of a session that disagree, each with the `userIdentity` as it was found and where. */
export const recordsFile = (records: readonly Session[]): Attachment => ({
  filename: 'user-identities.json',
  text: JSON.stringify(records.map(recordOf), null, 2),
});
