import type { AttributedCaller, Caller } from './evidence/caller';
import type { SearchResult } from './ports';
import { OutOfTimeError, SessionNotVisibleYetError } from './reporter-error';
import { MAX_RECORDS, standingOf, strongest } from './session/records-of-session';
import type { OpenedSession, SessionTrace, SoughtSession } from './session/session';

/** All that is known when it has to be decided who opened a session. */
export interface KnownOfCaller {
  readonly sought: SoughtSession;
  readonly trace: SessionTrace | null;
  /** What each place shows, in the order they were searched. */
  readonly results: readonly SearchResult[];
  readonly now: Date;
}

const MINUTE_MS = 60_000;
// For as long after the deadline somebody may mend a search that is refused; then the session is reported without it.
const MENDING_MS = 24 * 60 * MINUTE_MS;
// CloudTrail writes a digest every hour; the second hour is for the digest itself to be late.
const DIGEST_WAIT_MS = 120 * MINUTE_MS;

const NO_PLACE = 'there was no place to look in';

const whatWasRead = ({ results, sought, now }: KnownOfCaller): string => {
  const minutes = Math.floor((now.getTime() - sought.uploadedAt.getTime()) / MINUTE_MS);
  const said = results.map(({ summary }) => summary).join('; ') || NO_PLACE;
  return `${said}; looked for ${minutes} minutes after the transcript was uploaded`;
};

/** Why a session without a record still waits, or null when it has waited long enough. */
const waitForRecord = (known: KnownOfCaller): Error | null => {
  const overdue = known.now >= known.sought.deadline;
  const mendable = known.now.getTime() < known.sought.deadline.getTime() + MENDING_MS;
  const stopped = known.results.flatMap(({ stoppedBy }) => stoppedBy ?? []);
  // A search that fails may be mended. One that ran out of time may do so every time, and the evidence must not wait for that.
  const failed = stopped.find((error) => !overdue || (mendable && !(error instanceof OutOfTimeError)));
  if (failed !== undefined) return failed;
  if (overdue) return null;
  return new SessionNotVisibleYetError(
    `${known.sought.id}: ${whatWasRead(known)}; the deadline is ${known.sought.deadline.toISOString()}`,
  );
};

/**
 * Until when a digest may yet confirm the log file. A file put there after the deadline gains no time by it; one that the
 * digest of its hour does not list is believed so little that the true record is waited for until the deadline too.
 */
const digestAwaitedUntil = ({ foundIn }: OpenedSession, deadline: Date): number => {
  if (foundIn.source === 'event-history') return 0;
  const digest = Math.min(foundIn.deliveredAt.getTime(), deadline.getTime()) + DIGEST_WAIT_MS;
  return foundIn.digestVerified === 'unlisted' ? Math.max(digest, deadline.getTime()) : digest;
};

const waitForDigest = ({ sought, now }: KnownOfCaller, candidates: readonly OpenedSession[]) => {
  const until = Math.max(...candidates.map((candidate) => digestAwaitedUntil(candidate, sought.deadline)));
  return now.getTime() >= until
    ? null
    : new SessionNotVisibleYetError(
        `${sought.id}: a log file of CloudTrail names a caller, and CloudTrail's digest has not confirmed it yet; ` +
          `it is waited for until ${new Date(until).toISOString()}`,
      );
};

const waitFor = (known: KnownOfCaller, candidates: readonly OpenedSession[]): Error | null => {
  const [candidate] = candidates;
  const standing = candidate === undefined ? 'disowned' : standingOf(candidate);
  if (standing === 'confirmed') return null;
  return standing === 'unconfirmed' ? waitForDigest(known, candidates) : waitForRecord(known);
};

const attributed = (known: KnownOfCaller, session: OpenedSession): AttributedCaller => {
  const doubtful = known.results.find(({ records, complete }) => records.includes(session) && !complete);
  return {
    kind: 'attributed',
    session,
    trace: known.trace,
    contradictions: known.results.flatMap(({ records }) => records.filter((record) => record !== session)),
    doubt: doubtful === undefined || standingOf(session) === 'confirmed' ? null : doubtful.summary,
  };
};

/**
 * Who opened a session, or the error that says why this cannot be said yet. CloudTrail's own word ends the search: event
 * history, or a log file that its signed digest confirms. A record without it is believed only after its digest was waited
 * for, and only when no other record of the same standing names somebody else.
 */
export const judgeCaller = (known: KnownOfCaller): Caller | Error => {
  const records = known.results.flatMap((result) => result.records);
  const candidates = strongest(records);
  const waiting = waitFor(known, candidates);
  if (waiting !== null) return waiting;
  const [candidate, rival] = candidates;
  if (candidate !== undefined && rival === undefined) return attributed(known, candidate);
  const many = `${records.length}${records.length >= MAX_RECORDS ? ' or more' : ''}`;
  return {
    kind: 'unattributed',
    trace: known.trace,
    reason:
      rival === undefined
        ? whatWasRead(known)
        : `${many} records of this session disagree about who opened it, and CloudTrail's digests settle nothing between them`,
    records: rival === undefined ? [] : records,
  };
};
