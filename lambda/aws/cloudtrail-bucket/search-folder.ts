import { setMaxListeners } from 'node:events';
import { type DeliveryWindow, deliveryWindow, usualWindow } from '../../cloudtrail-log/delivery-window';
import type { SearchResult, SearchResults } from '../../ports';
import { DependencyUnavailableError, OutOfTimeError } from '../../reporter-error';
import { standingOf, withRecord } from '../../session/records-of-session';
import type { DigestVerdict, OpenedSession, TracedSession } from '../../session/session';
import type { SessionId } from '../../session/session-id';
import { type Time, within } from '../../time';
import { fileTally } from './file-tally';
import { withBallast } from './gc-ballast';
import { keysToRead } from './keys-to-read';
import { type DeliveredFile, readSessions } from './read-log-file';
import { ObjectUnreadableError } from './read-object';
import { repeatedRequest } from './repeated-request';
import { refusedAltogether, resultOfSession } from './result-of-session';
import { type DigestCheckDeps, digestCheck } from './verify-log-file';

export type FolderSearchDeps = Omit<DigestCheckDeps, 'signal'>;

// Node unpacks on four threads; two more files are downloaded meanwhile, so that no thread waits for bytes.
const CONCURRENT_FILES = 6;

/** The records found so far. */
const findings = (sought: readonly TracedSession[]) => {
  const records = new Map<SessionId, readonly OpenedSession[]>();
  const of = (id: SessionId) => records.get(id) ?? [];
  // Only a record that CloudTrail has signed ends the search: with any other, the true one may be in the next file.
  const isSettled = (id: SessionId) => of(id).some((record) => standingOf(record) === 'confirmed');
  return {
    of,
    isSettled,
    missing: (): Set<SessionId> => new Set(sought.map(({ id }) => id).filter((id) => !isSettled(id))),
    add: (record: OpenedSession) => records.set(record.id, withRecord(of(record.id), record)),
  };
};

/**
 * Searches a CloudTrail trail's log files of one account and region for the callers of sessions; they last, while event history
 * ends after 90 days. Only files delivered when a missing session's call may have been recorded are fetched, each once, those
 * of the half hour after a known start first, and the search ends when all are found in files that CloudTrail has signed. A
 * file that cannot be read is skipped with a warning, and counted.
 *
 * Never throws, and never outlives its time: results found before S3 failed, the bucket could not be listed or the time ran
 * out are kept.
 */
export const folderSearch =
  (deps: FolderSearchDeps) =>
  async (sought: readonly TracedSession[], time: Time): Promise<SearchResults> => {
    const found = findings(sought);
    const tally = fileTally();
    const failures: Error[] = [];
    // Records whose digest is still being checked; kept when the time runs out meanwhile.
    const unjudged = new Map<string, readonly OpenedSession[]>();
    // Aborted when the time is up or all are found, so that nothing is fetched needlessly. After a request failed for good, no
    // further file is begun, and those in progress are read to the end: one of them may name the caller.
    const controller = new AbortController();
    const { signal } = controller;
    // Every file in progress adds several listeners, and removes them when it has been read.
    setMaxListeners(0, signal);
    const abort = () => controller.abort(time.signal.reason);
    if (time.signal.aborted) abort();
    else time.signal.addEventListener('abort', abort, { once: true });
    const bucket = { ...deps, repeated: repeatedRequest(deps.s3) };
    const verify = digestCheck({ ...bucket, signal });

    const stage = (windowOf: (session: TracedSession) => DeliveryWindow | null) => {
      const windows = sought.flatMap((session) => {
        const window = windowOf(session);
        return window === null ? [] : [{ id: session.id, window }];
      });
      const open = () => windows.filter(({ id }) => !found.isSettled(id)).map(({ window }) => window);
      return { all: windows.map(({ window }) => window), open };
    };

    const examine = async (file: DeliveredFile): Promise<void> => {
      const content = await readSessions(bucket, file, found.missing, signal);
      if (content === null || content.sessions.length === 0) return;
      const { sessions, sha256, lastModified } = content;
      const deliveredAt = lastModified ?? file.delivered;
      const judged = (digestVerified: DigestVerdict): readonly OpenedSession[] => {
        const foundIn = { source: 'cloudtrail-bucket', bucket: deps.bucket, key: file.key } as const;
        return sessions.map((session) => ({
          ...session,
          foundIn: { ...foundIn, deliveredAt, digestVerified },
        }));
      };
      unjudged.set(file.key, judged('pending'));
      const verdict = await verify({ bucket: deps.bucket, key: file.key, sha256 });
      unjudged.delete(file.key);
      for (const session of judged(verdict)) found.add(session);
      if (found.missing().size === 0) controller.abort();
    };

    const skip = ({ key, delivered }: DeliveredFile, error: unknown): void => {
      if (!(error instanceof ObjectUnreadableError)) throw error;
      tally.note(delivered, error.kind);
      deps.warn('A CloudTrail log file was left out of the search', { key, reason: error.message });
    };

    const work = async (files: AsyncIterable<DeliveredFile>): Promise<void> => {
      for await (const file of files) {
        if (failures.length > 0) return;
        await examine(file).then(
          () => tally.note(file.delivered, 'read'),
          (error: unknown) => skip(file, error),
        );
      }
    };

    const files = keysToRead(bucket, [stage(usualWindow), stage(deliveryWindow)], signal);
    const workers = () =>
      Promise.all(
        Array.from({ length: CONCURRENT_FILES }, () =>
          work(files).catch((error: unknown) => {
            failures.push(error instanceof Error ? error : new Error(String(error)));
          }),
        ),
      );
    await within(time, withBallast(workers)).catch((error: unknown) => {
      if (!time.signal.aborted) throw error;
    });

    for (const session of [...unjudged.values()].flat()) found.add(session);
    const outOfTime = (): Error => {
      const { read, unread } = tally.all();
      const why = 'the time for the search ran out';
      // Without any progress S3 gave no answer; with some, it may run out again, however often the search is repeated.
      return read === 0 && unread.size === 0 ? new DependencyUnavailableError(why) : new OutOfTimeError(why);
    };
    const stopReason = (): Error | null =>
      time.signal.aborted ? outOfTime() : (failures[0] ?? refusedAltogether(deps.bucket, tally.all()));
    const stopped = found.missing().size === 0 ? null : stopReason();
    return new Map(
      sought.map((session): [SessionId, SearchResult] => {
        const window = deliveryWindow(session);
        const unsettled = found.isSettled(session.id) ? null : stopped;
        const files = tally.within(window);
        return [session.id, resultOfSession(deps.bucket, found.of(session.id), files, window, unsettled)];
      }),
    );
  };
