import type { CallsOfDay } from './calls-of-day';
import type { Day } from './day';

/** What a warm function has read of days that are over for more than a day, when hardly anything is added to them. */
export interface DayMemory {
  readonly recall: (day: Day) => CallsOfDay | null;
  readonly remember: (day: Day, calls: CallsOfDay) => void;
}

/** Some 4 KB of memory for each session, so these are 20 MB. */
const MAX_SESSIONS = 5_000;

/** Keeps the newest days that fit. */
export const dayMemory = (maxSessions = MAX_SESSIONS): DayMemory => {
  const days = new Map<Day, CallsOfDay>();
  const sessions = () => [...days.values()].reduce((sum, { opened }) => sum + opened.size, 0);
  return {
    recall: (day) => days.get(day) ?? null,
    remember: (day, calls) => {
      days.set(day, calls);
      for (const oldest of [...days.keys()].toSorted()) {
        if (sessions() <= maxSessions) return;
        days.delete(oldest);
      }
    },
  };
};
