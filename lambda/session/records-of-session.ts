import type { OpenedSession } from './session';

/** How far CloudTrail confirms a record: it does, it has not yet said either way, or it contradicts it. */
export type Standing = 'confirmed' | 'unconfirmed' | 'disowned';

/** At most this many disagreeing records are kept, so that somebody who plants thousands cannot exhaust the memory. */
export const MAX_RECORDS = 20;

const VERDICTS = ['false', 'unchecked', 'unlisted', 'pending', 'true'] as const;
const STANDINGS = ['disowned', 'unconfirmed', 'confirmed'] as const;

export const standingOf = ({ foundIn }: OpenedSession): Standing => {
  if (foundIn.source !== 'cloudtrail-bucket' || foundIn.digestVerified === 'true') return 'confirmed';
  return foundIn.digestVerified === 'false' ? 'disowned' : 'unconfirmed';
};

const verdictRank = ({ foundIn }: OpenedSession): number =>
  VERDICTS.indexOf(foundIn.source !== 'cloudtrail-bucket' ? 'true' : foundIn.digestVerified);

const sortKeys = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;
// Cached, because a planted file may contain thousands of records, each of which is compared with all that are kept.
const fingerprints = new WeakMap<OpenedSession, string>();
const fingerprintOf = (session: OpenedSession): string => {
  // CloudTrail may record a call a second time, under another id, when it has more details of it (`addendum`).
  const { foundIn: _, eventId: _id, userAgent: _agent, ...call } = session;
  const fingerprint = fingerprints.get(session) ?? JSON.stringify(call, sortKeys);
  fingerprints.set(session, fingerprint);
  return fingerprint;
};

/**
 * The records of one session with one more added. CloudTrail may write the same event twice, so a record that says the same
 * as another replaces it only if it is better confirmed. One that says something else is kept as well.
 */
export const withRecord = (
  records: readonly OpenedSession[],
  record: OpenedSession,
): readonly OpenedSession[] => {
  const fingerprint = fingerprintOf(record);
  const same = records.find((other) => fingerprintOf(other) === fingerprint);
  if (same !== undefined)
    return verdictRank(record) > verdictRank(same)
      ? records.map((other) => (other === same ? record : other))
      : records;
  if (records.length < MAX_RECORDS) return [...records, record];
  return standingOf(record) === 'confirmed' ? [record, ...records.slice(0, -1)] : records;
};

/** The records that CloudTrail confirms best; more than one only when they disagree. */
export const strongest = (records: readonly OpenedSession[]): readonly OpenedSession[] => {
  const best = Math.max(...records.map((record) => STANDINGS.indexOf(standingOf(record))));
  return records.filter((record) => STANDINGS.indexOf(standingOf(record)) === best);
};
