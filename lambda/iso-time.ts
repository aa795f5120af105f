import * as v from 'valibot';
import { isDay } from './completeness/day';

// With a zone: without one it is another time on another machine. `Date` also takes `1`, and a 30 February.
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** The time that an ISO 8601 text with a zone means, such as `2026-07-31T12:00:00Z`; null for any other text. */
export const timeOf = (text: string | null): Date | null => {
  if (text === null || !ISO_TIME.test(text) || !isDay(text.slice(0, 10))) return null;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? null : time;
};

/** A field that must hold such a time. */
export const isoTime = v.pipe(
  v.string(),
  v.check((text) => timeOf(text) !== null, 'expected an ISO 8601 time'),
  v.transform((text) => new Date(text)),
);
