/** A schedule that this stand-in cannot tell the times of. */
export class UnknownScheduleError extends Error {
  override readonly name = 'UnknownScheduleError';
}

const MINUTE_MS = 60_000;
const UNIT_MS: Readonly<Record<string, number>> = {
  minute: MINUTE_MS,
  hour: 60 * MINUTE_MS,
  day: 24 * 60 * MINUTE_MS,
};

const RATE = /^rate\((?<count>\d+) (?<unit>minute|hour|day)s?\)$/;
const DAILY = /^cron\((?<minute>\d{1,2}) (?<hour>\d{1,2}) \* \* \? \*\)$/;

/** The first time, and how long until the next, both in milliseconds. */
const begin = (expression: string, from: number): readonly [first: number, every: number] => {
  const { count, unit = '' } = RATE.exec(expression)?.groups ?? {};
  const every = Number(count) * (UNIT_MS[unit] ?? Number.NaN);
  if (every > 0) return [from, every];
  const { minute, hour } = DAILY.exec(expression)?.groups ?? {};
  if (minute === undefined || hour === undefined)
    throw new UnknownScheduleError(
      `${expression} is neither a rate nor daily, as "rate(1 hour)" and "cron(20 4 * * ? *)" are; this stand-in knows no others`,
    );
  const midnight = new Date(from).setUTCHours(0, 0, 0, 0);
  const today = midnight + (Number(hour) * 60 + Number(minute)) * MINUTE_MS;
  return [today < from ? today + 24 * 60 * MINUTE_MS : today, 24 * 60 * MINUTE_MS];
};

/**
 * When a rule goes off that is there from `from` on, before `to`: a rate at once and then again and again, `cron` in UTC.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 *
 * @param from and `to`, as the times that are returned: milliseconds since 1970
 * @throws UnknownScheduleError
 */
export const timesOf = (expression: string, from: number, to: number): readonly number[] => {
  const [first, every] = begin(expression, from);
  return Array.from({ length: Math.max(0, Math.ceil((to - first) / every)) }, (_, n) => first + n * every);
};
