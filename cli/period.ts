import type { Options } from 'yargs';
import { isDay } from '../lambda/completeness/day';
import type { TimeSpan } from '../lambda/ports';
import { CommandError } from './exit-code';

/** The options of a command that is about a stretch of time. */
export const PERIOD_OPTIONS = {
  from: {
    type: 'string',
    requiresArg: true,
    describe: 'Its beginning: a day (UTC) or a time, such as 2026-07-31 or 2026-07-31T12:00:00Z',
  },
  to: {
    type: 'string',
    requiresArg: true,
    describe: 'Its end, a day included as a whole; now, unless given',
  },
} as const satisfies Readonly<Record<string, Options>>;

export interface GivenPeriod {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

const DAY_MS = 86_400_000;
// With a time zone: a local time would mean another hour on another machine.
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

const parseTime = (option: 'from' | 'to', text: string): Date => {
  if (isDay(text)) {
    const start = Date.parse(`${text}T00:00:00.000Z`);
    return new Date(option === 'from' ? start : start + DAY_MS - 1);
  }
  const time = new Date(text);
  if (!TIME.test(text) || Number.isNaN(time.getTime()) || !isDay(text.slice(0, 10)))
    throw new CommandError(
      `--${option} is "${text}", expected a day or a time with its zone, such as 2026-07-31 or 2026-07-31T12:00:00Z.`,
    );
  return time;
};

/** The times that were given, each null where it was not. @throws CommandError naming what is wrong */
export const givenTimes = ({ from, to }: GivenPeriod, now: Date) => {
  const times = {
    from: from === undefined ? null : parseTime('from', from),
    to: to === undefined ? null : parseTime('to', to),
  };
  const end = times.to ?? now;
  if (times.from !== null && times.from > end)
    throw new CommandError(
      `--from ${from} is after ${to === undefined ? `now (${now.toISOString()})` : `--to ${to}`}, expected it to be before.`,
    );
  return times;
};

/** The last 24 hours, or before `--to`, unless `--from` is given. Nothing is asked about the future. @throws as `givenTimes` */
export const periodOf = (given: GivenPeriod, now: Date): TimeSpan => {
  const { from, to } = givenTimes(given, now);
  const end = to === null || to > now ? now : to;
  if (from !== null && from > end)
    throw new CommandError(
      `--from ${given.from} is after now (${now.toISOString()}), expected it to be before.`,
    );
  return { from: from ?? new Date(end.getTime() - DAY_MS), to: end };
};

/** CloudTrail's event history keeps 90 days: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html */
const HISTORY_DAYS = 90;

/** The beginning of what event history shows. */
export const historyBegins = (now: Date): Date => new Date(now.getTime() - HISTORY_DAYS * DAY_MS);

/** @throws CommandError when event history no longer shows all of it */
export const inHistory = (span: TimeSpan, now: Date): TimeSpan => {
  const begins = historyBegins(now);
  if (span.from >= begins) return span;
  throw new CommandError(
    `CloudTrail's event history keeps ${HISTORY_DAYS} days, and ${span.from.toISOString()} is before that; begin with --from ${new Date(begins.getTime() + DAY_MS).toISOString().slice(0, 10)} or later. Older days are in the bucket of a CloudTrail trail: "verify --cloudtrail-bucket" reads them.`,
  );
};
