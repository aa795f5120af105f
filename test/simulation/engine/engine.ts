import { type Agenda, openAgenda } from './agenda';
import type { Clock } from './clock';

/** Something whose timers have to fire as time goes by. */
export interface Timed {
  /** When the next is due, in milliseconds since 1970; infinity when none is. */
  readonly nextTimer: () => number;
  readonly fire: () => Promise<void>;
}

/** Lets simulated time go by: always to what happens next, and never before everybody has come to rest. */
export interface Engine {
  readonly now: () => number;
  readonly at: Agenda['at'];
  readonly after: (ms: number, run: () => void | Promise<void>) => void;
  readonly add: (timed: Timed) => void;
  readonly runUntil: (end: number) => Promise<void>;
  /** How many things happened. */
  readonly steps: () => number;
}

export const openEngine = (clock: Clock): Engine => {
  const agenda = openAgenda();
  const all: Timed[] = [];
  let steps = 0;
  return {
    now: clock.now,
    at: agenda.at,
    after: (ms, run) => agenda.at(clock.now() + ms, run),
    add: (timed) => {
      all.push(timed);
    },
    runUntil: async (end) => {
      for (;;) {
        const due = agenda.next();
        const timed = all.reduce<Timed | null>(
          (first, one) => (one.nextTimer() < (first?.nextTimer() ?? Number.POSITIVE_INFINITY) ? one : first),
          null,
        );
        const timer = timed?.nextTimer() ?? Number.POSITIVE_INFINITY;
        const time = Math.min(due, timer);
        if (time > end) break;
        steps += 1;
        clock.moveTo(time);
        if (due <= timer) await agenda.take()?.();
        else await timed?.fire();
      }
      clock.moveTo(end);
    },
    steps: () => steps,
  };
};
