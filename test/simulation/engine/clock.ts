import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';

/** The simulated time, which the functions read from a file. */
export interface Clock {
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Time only moves forward. */
  readonly moveTo: (time: number) => void;
  readonly close: () => void;
}

export const openClock = (path: string, start: number): Clock => {
  const file = openSync(path, 'w+');
  const cell = new Float64Array(1);
  let time = Number.NEGATIVE_INFINITY;
  const moveTo = (to: number): void => {
    if (to <= time) return;
    time = to;
    cell[0] = to;
    writeSync(file, new Uint8Array(cell.buffer), 0, 8, 0);
  };
  ftruncateSync(file, 8);
  moveTo(start);
  return { path, now: () => time, moveTo, close: () => closeSync(file) };
};
