import type { AttributedCaller, Caller } from './evidence/caller';
import type { SearchResult } from './ports';
import { OutOfTimeError, SessionNotVisibleYetError } from './reporter-error';
import { MAX_RECORDS, standingOf, strongest } from './session/records-of-session';
import type { OpenedSession, SessionTrace, SoughtSession } from './session/session';

/** Everything known about a session's caller when it has to be decided who it was. */
export interface CallerFindings {
  readonly sought: SoughtSession;
  readonly trace: SessionTrace | null;
  /** The result of each place, in the order they were searched. */
  readonly results: readonly SearchResult[];
  readonly now: Date;
}

const MINUTE_MS = 60_000;
// How long after the deadline a refused search may still be fixed; then the session is reported without it.
const FIX_GRACE_MS = 24 * 60 * MINUTE_MS;
// CloudTrail writes a digest every hour; the second hour allows for the digest itself being late.
const DIGEST_WAIT_MS = 120 * MINUTE_MS;

const NO_PLACE = 'no place was searched';

const searchSummary = ({ results, sought, now }: CallerFindings): string => {
  const until = Math.min(...results.map(({ readAt = now }) => readAt.getTime()), now.getTime());
  const minutes = Math.floor((until - sought.firstUploadedAt.getTime()) / MINUTE_MS);
  const searched = `searched until ${minutes} minute${minutes === 1 ? '' : 's'} after`;
  const summaries = results.map(({ summary }) => summary).join('; ') || NO_PLACE;
  return `${summaries}; ${searched} the transcript was uploaded`;
};

/** Why a session without a record has to wait, or null when it has waited long enough. */
const waitForRecord = (known: CallerFindings): Error | null => {
  const overdue = known.now >= known.sought.deadline;
  const fixable = known.now.getTime() < known.sought.deadline.getTime() + FIX_GRACE_MS;
  const stopped = known.results.flatMap(({ stoppedBy }) => stoppedBy ?? []);
  // A search that failed may be fixed. One that ran out of time may do so every time, and the evidence must not wait for it.
  const failed = stopped.find((error) => !overdue || (fixable && !(error instanceof OutOfTimeError)));
  if (failed !== undefined) return failed;
  if (overdue) return null;
  return new SessionNotVisibleYetError(
    `${known.sought.id}: ${searchSummary(known)}; the deadline is ${known.sought.deadline.toISOString()}`,
  );
};

/**
 * Until when a digest may still confirm the log file. A file put there after the deadline does not extend the wait; one that
 * the digest of its hour does not list is so doubtful that the session also waits for the true record until the deadline.
 */
const digestAwaitedUntil = ({ foundIn }: OpenedSession, deadline: Date): number => {
  if (foundIn.source !== 'cloudtrail-bucket') return 0;
  const digest = Math.min(foundIn.deliveredAt.getTime(), deadline.getTime()) + DIGEST_WAIT_MS;
  return foundIn.digestVerified === 'unlisted' ? Math.max(digest, deadline.getTime()) : digest;
};

const waitForDigest = ({ sought, now }: CallerFindings, candidates: readonly OpenedSession[]) => {
  const until = Math.max(...candidates.map((candidate) => digestAwaitedUntil(candidate, sought.deadline)));
  return now.getTime() >= until
    ? null
    : new SessionNotVisibleYetError(
        `${sought.id}: a CloudTrail log file names a caller, but no CloudTrail digest has confirmed the file yet; ` +
          `waiting for one until ${new Date(until).toISOString()}`,
      );
};

const waitFor = (known: CallerFindings, candidates: readonly OpenedSession[]): Error | null => {
  const [candidate] = candidates;
  const standing = candidate === undefined ? 'disowned' : standingOf(candidate);
  if (standing === 'confirmed') return null;
  return standing === 'unconfirmed' ? waitForDigest(known, candidates) : waitForRecord(known);
};

const attributed = (known: CallerFindings, session: OpenedSession): AttributedCaller => {
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
 * Who opened a session, or the error that says why this is not known yet. A record that CloudTrail confirms ends the search:
 * one from event history, or from a log file that a signed digest confirms. Any other record is accepted only after waiting
 * for its digest, and only if no other record of the same standing disagrees.
 */
export const judgeCaller = (known: CallerFindings): Caller | Error => {
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
        ? searchSummary(known)
        : `${many} records of this session disagree about who opened it, and CloudTrail's digests do not settle which is right`,
    records: rival === undefined ? [] : records,
  };
};
