import {
  type CloudTrailFolder,
  dayFolder,
  deliveredAt,
  keyBeforeMinute,
} from '../../cloudtrail-log/cloudtrail-folder';
import {
  type DeliveryWindow,
  holds,
  slicesNewestFirst,
  spanWithin,
} from '../../cloudtrail-log/delivery-window';
import { type CloudTrailBucket, listKeys } from './list-keys';
import type { DeliveredFile } from './read-log-file';

/** One stage of the search; the windows of the first stage are all read before those of the second. */
export interface Stage {
  /** The windows of all sessions the search began with. */
  readonly all: readonly DeliveryWindow[];
  /** The windows of the sessions that are still missing. */
  readonly open: () => readonly DeliveryWindow[];
}

async function* keysOf(
  cloudTrail: CloudTrailBucket & CloudTrailFolder,
  { all, open }: Stage,
  signal: AbortSignal,
): AsyncGenerator<DeliveredFile> {
  for (const slice of slicesNewestFirst(all)) {
    const span = spanWithin(slice, open());
    if (span === null) continue;
    const folder = dayFolder(cloudTrail, 'CloudTrail', span.from);
    for await (const key of listKeys(cloudTrail, folder, keyBeforeMinute(cloudTrail, span.from), signal)) {
      const delivered = deliveredAt(cloudTrail, key);
      if (delivered === null) continue;
      if (delivered > span.to) break;
      if (open().some((window) => holds(window, delivered))) yield { key, delivered };
    }
  }
}

/** The log files to read, each once: those in the window of a session that is still missing. */
export async function* keysToRead(
  cloudTrail: CloudTrailBucket & CloudTrailFolder,
  [first, rest]: readonly [Stage, Stage],
  signal: AbortSignal,
): AsyncGenerator<DeliveredFile> {
  const seen = new Set<string>();
  for await (const file of keysOf(cloudTrail, first, signal)) {
    seen.add(file.key);
    yield file;
  }
  for await (const file of keysOf(cloudTrail, rest, signal)) if (!seen.has(file.key)) yield file;
}
