const DAY_MS = 24 * 3_600_000;
/** The default of `transcript_grace_minutes`. */
const GRACE_MS = 3 * 3_600_000;

const today = (): number => new Date(Date.now() - GRACE_MS).setUTCHours(0, 0, 0, 0);

const dayAt = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The days that are to be stated, oldest first: a day is due two days and the grace for transcripts after it began. */
export const DAYS: readonly string[] = [4, 3, 2].map((ago) => dayAt(today() - ago * DAY_MS));

/** The newest of them. */
export const DAY: string = dayAt(today() - 2 * DAY_MS);

/** @param clock `HH:MM` of that day */
export const inDay = (clock: string): Date => new Date(`${DAY}T${clock}:00Z`);
