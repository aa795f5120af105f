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

/** The windows of sessions, in stages: all of the first are read before the second. */
export interface Stage {
  /** The windows of everybody the search began with. */
  readonly all: readonly DeliveryWindow[];
  /** The windows of those who are still missing. */
  readonly open: () => readonly DeliveryWindow[];
}

async function* keysOf(
  trail: CloudTrailBucket & CloudTrailFolder,
  { all, open }: Stage,
  signal: AbortSignal,
): AsyncGenerator<DeliveredFile> {
  for (const slice of slicesNewestFirst(all)) {
    const span = spanWithin(slice, open());
    if (span === null) continue;
    const folder = dayFolder(trail, 'CloudTrail', span.from);
    for await (const key of listKeys(trail, folder, keyBeforeMinute(trail, span.from), signal)) {
      const delivered = deliveredAt(trail, key);
      if (delivered === null) continue;
      if (delivered > span.to) break;
      if (open().some((window) => holds(window, delivered))) yield { key, delivered };
    }
  }
}

/** The log files to read, each once, as long as somebody is missing whose window holds them. */
export async function* keysToRead(
  trail: CloudTrailBucket & CloudTrailFolder,
  [first, rest]: readonly [Stage, Stage],
  signal: AbortSignal,
): AsyncGenerator<DeliveredFile> {
  const seen = new Set<string>();
  for await (const file of keysOf(trail, first, signal)) {
    seen.add(file.key);
    yield file;
  }
  for await (const file of keysOf(trail, rest, signal)) if (!seen.has(file.key)) yield file;
}
