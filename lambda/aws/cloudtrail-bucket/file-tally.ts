import { type DeliveryWindow, holds } from '../../cloudtrail-log/delivery-window';
import type { Unreadable } from './read-object';

/** What became of the log files of a stretch of time. */
export interface FileCount {
  readonly read: number;
  readonly unread: ReadonlyMap<Unreadable, number>;
}

const UNREADABLE: readonly Unreadable[] = ['refused', 'archived', 'broken', 'gone'];

/** Counts log files by the minute they were delivered in, so that of each session can be said what was read for it. */
export const fileTally = () => {
  const minutes = new Map<number, Map<'read' | Unreadable, number>>();
  const count = (counts: (minute: number) => boolean): FileCount => {
    const counted = [...minutes].flatMap(([at, fates]) => (counts(at) ? [fates] : []));
    const sum = (fate: 'read' | Unreadable) =>
      counted.reduce((total, fates) => total + (fates.get(fate) ?? 0), 0);
    const unread = UNREADABLE.map((fate): [Unreadable, number] => [fate, sum(fate)]);
    return { read: sum('read'), unread: new Map(unread.filter(([, files]) => files > 0)) };
  };
  return {
    note: (delivered: Date, fate: 'read' | Unreadable): void => {
      const minute = minutes.get(delivered.getTime()) ?? new Map();
      minutes.set(delivered.getTime(), minute.set(fate, (minute.get(fate) ?? 0) + 1));
    },
    within: (window: DeliveryWindow): FileCount => count((at) => holds(window, new Date(at))),
    all: (): FileCount => count(() => true),
  };
};

/** `3 log files delivered between … and …`, and how many of them could not be read, and why. */
export const countedFiles = ({ read, unread }: FileCount, { from, to }: DeliveryWindow): string => {
  const failed = [...unread.values()].reduce((sum, count) => sum + count, 0);
  const all = read + failed;
  const files = `${read} log file${read === 1 ? '' : 's'} delivered between ${from.toISOString()} and ${to.toISOString()}`;
  const fates = [...unread].map(([fate, count]) => `${count} ${fate}`).join(', ');
  return failed === 0 ? files : `${files}; ${failed} of ${all} log files could not be read (${fates})`;
};
