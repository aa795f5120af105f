const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How many days back are looked at again on every run: what came late changes a statement of one of them. */
const DAYS_LOOKED_AT = 3;
/** CloudTrail's event history keeps 90 days; the oldest may be gone in part. */
const DAYS_IN_HISTORY = 89;

/** A UTC day as `YYYY-MM-DD`. */
export type Day = string;

const startOf = (day: Day): number => Date.parse(`${day}T00:00:00.000Z`);
const dayAt = (time: number): Day => new Date(time).toISOString().slice(0, 10);

/** Whether a text is a day of the calendar, `YYYY-MM-DD`. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(startOf(text)) && dayAt(startOf(text)) === text;

/** The UTC day of a time. */
export const dayOf = (time: Date): Day => dayAt(time.getTime());

export const dayBefore = (day: Day): Day => dayAt(startOf(day) - DAY_MS);
export const dayAfter = (day: Day): Day => dayAt(startOf(day) + DAY_MS);

/** From its first second to its last; CloudTrail's times are whole seconds, and both ends belong to it. */
export const spanOf = (day: Day): { readonly from: Date; readonly to: Date } => ({
  from: new Date(startOf(day)),
  to: new Date(startOf(day) + DAY_MS - 1_000),
});

/** When a day can be stated first: 24 hours and the grace for transcripts after it ended. */
export const dueAt = (day: Day, graceMinutes: number): Date =>
  new Date(startOf(day) + 2 * DAY_MS + graceMinutes * 60_000);

/** The days that are due and still looked at, oldest first. */
export const dueDays = (now: Date, graceMinutes: number): readonly Day[] => {
  // The newest day of which `dueAt` has come.
  const newest = startOf(dayAt(now.getTime() - graceMinutes * 60_000)) - 2 * DAY_MS;
  return Array.from({ length: DAYS_LOOKED_AT }, (_, index) =>
    dayAt(newest - (DAYS_LOOKED_AT - 1 - index) * DAY_MS),
  );
};

/** Whether event history still shows all of the day. */
export const isInHistory = (day: Day, now: Date): boolean =>
  startOf(day) >= now.getTime() - DAYS_IN_HISTORY * DAY_MS;
