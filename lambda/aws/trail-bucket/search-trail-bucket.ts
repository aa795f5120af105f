import type { Search } from '../../ports';
import { OutOfTimeError, SetupError } from '../../reporter-error';
import type { Session, SoughtSession } from '../../session/session';
import type { SessionId } from '../../session/session-id';
import { deliveryWindow, holds, slicesNewestFirst, spanWithin } from '../../trail-log/delivery-window';
import { dayFolder, deliveredAt, keyBeforeMinute } from '../../trail-log/trail-folder';
import { withBallast } from './gc-ballast';
import { listKeys } from './list-keys';
import { mentions, readSessions } from './read-log-file';
import { ObjectUnreadableError } from './read-object';
import { type DigestCheckDeps, digestCheck } from './verify-log-file';

export interface TrailBucketDeps extends Omit<DigestCheckDeps, 'signal'> {
  readonly signal?: AbortSignal;
}

// Node unpacks on four threads; two more files are on their way from S3 meanwhile, so that no thread waits for bytes.
const FILES_AT_ONCE = 6;

/** Why the search may not have looked everywhere, or null when it did. */
const whatStopped = (
  { bucket, signal }: TrailBucketDeps,
  failures: readonly Error[],
  files: { readonly read: number; readonly refused: number },
): Error | null => {
  if (signal?.aborted) {
    return new OutOfTimeError(`the trail bucket ${bucket} was not searched to its end in the time there was`);
  }
  const [failure] = failures;
  if (failure !== undefined) return failure;
  return files.refused > 0 && files.refused === files.read
    ? new SetupError(
        `S3 refused every one of ${files.read} log files in s3://${bucket}. Check that the function and the bucket ` +
          'policy allow s3:GetObject on them, and kms:Decrypt if the trail has a key',
      )
    : null;
};

/**
 * Looks for the callers of sessions in the log files of a CloudTrail trail: durable where event history forgets after 90
 * days. Only files delivered when a missing session's call can have been are fetched, each once, and the search ends when
 * all are found. A file that cannot be read is left out with a warning.
 *
 * Never throws: whoever was found before S3 failed, the bucket could not be listed, or `signal` ended the search, is found.
 */
export const trailBucketSearch =
  (deps: TrailBucketDeps) =>
  async (sought: readonly SoughtSession[]): Promise<Search> => {
    const windows = new Map(sought.map((session) => [session.id, deliveryWindow(session)]));
    const found = new Map<SessionId, Session>();
    // Aborted when all are found or one request failed for good, so that nothing is fetched for nobody.
    const ending = new AbortController();
    const signal = deps.signal ? AbortSignal.any([deps.signal, ending.signal]) : ending.signal;
    const verify = digestCheck({ ...deps, signal });
    const files = { read: 0, refused: 0 };

    // A caller in a file that CloudTrail disowns is kept, but the search goes on: the true record may lie in the next file.
    const isSettled = (session: Session | undefined): boolean =>
      session?.foundIn.source === 'trail-bucket' && session.foundIn.digestVerified !== 'false';
    const missing = (): Set<SessionId> =>
      new Set([...windows.keys()].filter((id) => !isSettled(found.get(id))));
    const openWindows = () =>
      [...windows].flatMap(([id, window]) => (isSettled(found.get(id)) ? [] : [window]));

    async function* keysToRead(): AsyncGenerator<string> {
      for (const slice of slicesNewestFirst([...windows.values()])) {
        const span = spanWithin(slice, openWindows());
        if (span === null) continue;
        const folder = dayFolder(deps, 'CloudTrail', span.from);
        for await (const key of listKeys(deps, folder, keyBeforeMinute(deps, span.from), signal)) {
          const delivered = deliveredAt(deps, key);
          if (delivered === null) continue;
          if (delivered > span.to) break;
          if (openWindows().some((window) => holds(window, delivered))) yield key;
        }
      }
    }

    const examine = async (key: string): Promise<void> => {
      if (!(await mentions(deps, key, missing(), signal))) return;
      const { sessions, sha256 } = await readSessions(deps, key, missing(), signal);
      if (sessions.length === 0) return;
      const digestVerified = await verify({ bucket: deps.bucket, key, sha256 });
      for (const session of sessions) {
        if (isSettled(found.get(session.id))) continue;
        found.set(session.id, {
          ...session,
          foundIn: { source: 'trail-bucket', bucket: deps.bucket, key, digestVerified },
        });
      }
      if (missing().size === 0) ending.abort();
    };

    const leaveOut = (key: string, error: unknown): void => {
      if (!(error instanceof ObjectUnreadableError)) throw error;
      if (error.because === 'refused') files.refused += 1;
      deps.warn('A log file of the trail is left out of the search', { key, reason: error.message });
    };

    const work = async (keys: AsyncIterable<string>): Promise<void> => {
      for await (const key of keys) {
        files.read += 1;
        await examine(key).catch((error: unknown) => leaveOut(key, error));
      }
    };

    const keys = keysToRead();
    const failures: Error[] = [];
    await withBallast(() =>
      Promise.all(
        Array.from({ length: FILES_AT_ONCE }, () =>
          work(keys).catch((error: unknown) => {
            failures.push(error instanceof Error ? error : new Error(String(error)));
            ending.abort();
          }),
        ),
      ),
    );
    return { found, unfinished: missing().size === 0 ? null : whatStopped(deps, failures, files) };
  };
