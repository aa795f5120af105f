import type { OpenedSession } from './session';

/** How far CloudTrail vouches for a record: it says so itself, it has not said anything yet, or it says the contrary. */
export type Standing = 'confirmed' | 'unconfirmed' | 'disowned';

/** More than this many records that disagree are not kept: whoever plants thousands must not fill the memory. */
export const MAX_RECORDS = 20;

const VERDICTS = ['false', 'unchecked', 'unlisted', 'pending', 'true'] as const;
const STANDINGS = ['disowned', 'unconfirmed', 'confirmed'] as const;

export const standingOf = ({ foundIn }: OpenedSession): Standing => {
  if (foundIn.source === 'event-history' || foundIn.digestVerified === 'true') return 'confirmed';
  return foundIn.digestVerified === 'false' ? 'disowned' : 'unconfirmed';
};

const verdictRank = ({ foundIn }: OpenedSession): number =>
  VERDICTS.indexOf(foundIn.source === 'event-history' ? 'true' : foundIn.digestVerified);

const inOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;
// Kept, since a planted file may hold thousands of records, each to be compared with all that were kept.
const tellings = new WeakMap<OpenedSession, string>();
const told = (session: OpenedSession): string => {
  // CloudTrail may record a call again, under an id of its own, when it learns more about it (`addendum`).
  const { foundIn: _, eventId: _id, userAgent: _agent, ...call } = session;
  const telling = tellings.get(session) ?? JSON.stringify(call, inOrder);
  tellings.set(session, telling);
  return telling;
};

/**
 * The records of one session with one more. CloudTrail may write the same event twice, so a record that tells the same as
 * another only counts where it is better confirmed. One that tells otherwise is kept beside it.
 */
export const withRecord = (
  records: readonly OpenedSession[],
  record: OpenedSession,
): readonly OpenedSession[] => {
  const telling = told(record);
  const same = records.find((other) => told(other) === telling);
  if (same !== undefined)
    return verdictRank(record) > verdictRank(same)
      ? records.map((other) => (other === same ? record : other))
      : records;
  if (records.length < MAX_RECORDS) return [...records, record];
  return standingOf(record) === 'confirmed' ? [record, ...records.slice(0, -1)] : records;
};

/** Those of the records that CloudTrail vouches for most; more than one only when they disagree. */
export const strongest = (records: readonly OpenedSession[]): readonly OpenedSession[] => {
  const best = Math.max(...records.map((record) => STANDINGS.indexOf(standingOf(record))));
  return records.filter((record) => STANDINGS.indexOf(standingOf(record)) === best);
};
