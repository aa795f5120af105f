/** What is still to happen, by simulated time in milliseconds since 1970; of two at the same time, the one planned first. */
export interface Agenda {
  readonly at: (time: number, run: () => void | Promise<void>) => void;
  /** When the next entry is due; infinity when there is none. */
  readonly next: () => number;
  readonly take: () => (() => void | Promise<void>) | undefined;
  readonly size: () => number;
}

interface Entry {
  readonly time: number;
  readonly number: number;
  readonly run: () => void | Promise<void>;
}

const isBefore = (one: Entry, other: Entry): boolean =>
  one.time < other.time || (one.time === other.time && one.number < other.number);

export const openAgenda = (): Agenda => {
  // A binary heap: an entry is never before its parent, which is at half its place.
  const heap: Entry[] = [];
  let planned = 0;
  const swap = (one: number, other: number): void => {
    const [a, b] = [heap[one], heap[other]];
    if (a === undefined || b === undefined) return;
    heap[one] = b;
    heap[other] = a;
  };
  const isOutOfOrder = (child: number, parent: number): boolean => {
    const [a, b] = [heap[child], heap[parent]];
    return a !== undefined && b !== undefined && isBefore(a, b);
  };
  const sink = (place: number): void => {
    const [left, right] = [2 * place + 1, 2 * place + 2];
    const child = isOutOfOrder(right, left) ? right : left;
    if (!isOutOfOrder(child, place)) return;
    swap(child, place);
    sink(child);
  };
  return {
    at: (time, run) => {
      planned += 1;
      let place = heap.push({ time, number: planned, run }) - 1;
      while (place > 0) {
        const parent = (place - 1) >> 1;
        if (!isOutOfOrder(place, parent)) break;
        swap(place, parent);
        place = parent;
      }
    },
    next: () => heap[0]?.time ?? Number.POSITIVE_INFINITY,
    take: () => {
      const [first] = heap;
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) {
        heap[0] = last;
        sink(0);
      }
      return first?.run;
    },
    size: () => heap.length,
  };
};
