import { type DeliveryWindow, holds, slicesNewestFirst, spanWithin } from '../../trail-log/delivery-window';
import { dayFolder, deliveredAt, keyBeforeMinute, type TrailFolder } from '../../trail-log/trail-folder';
import { listKeys, type TrailBucket } from './list-keys';
import type { DeliveredFile } from './read-log-file';

/** The windows of sessions, in stages: all of the first are read before the second. */
export interface Stage {
  /** The windows of everybody the search began with. */
  readonly all: readonly DeliveryWindow[];
  /** The windows of those who are still missing. */
  readonly open: () => readonly DeliveryWindow[];
}

async function* keysOf(
  trail: TrailBucket & TrailFolder,
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
  trail: TrailBucket & TrailFolder,
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
