import * as v from 'valibot';

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html: what EventBridge takes as the
// schedule of a rule. It refuses the rest, but only when it is deployed.

const RATE = /^rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)$/;

const CRON = /^cron\(([^ ()]+) ([^ ()]+) ([^ ()]+) ([^ ()]+) ([^ ()]+) ([^ ()]+)\)$/;

const MONTHS = 'JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC';
const DAYS = 'SUN|MON|TUE|WED|THU|FRI|SAT';

/** A field of `cron(…)`: `*`, or values, ranges of them and steps, separated by commas; or one of the `others`. */
const field = (value: string, others = '[^\\s\\S]'): RegExp => {
  const part = `(${value})(-(${value}))?(/\\d+)?`;
  return new RegExp(`^([*](/\\d+)?|${part}(,${part})*|${others})$`, 'i');
};

const MINUTES = '[0-5]?\\d';
const DAY_OF_WEEK = `[1-7]|${DAYS}`;
const FIELDS: readonly RegExp[] = [
  field(MINUTES),
  field('[01]?\\d|2[0-3]'),
  field('0?[1-9]|[12]\\d|3[01]', '[?]|LW?|([1-9]|[12]\\d|3[01])W'),
  field(`0?[1-9]|1[0-2]|${MONTHS}`),
  field(DAY_OF_WEEK, `[?]|L|(${DAY_OF_WEEK})(L|#[1-5])`),
  field('19[7-9]\\d|20\\d\\d|21\\d\\d'),
];
const DAY_OF_MONTH_AT = 2;
const DAY_OF_WEEK_AT = 4;

const isCron = (text: string): boolean => {
  const fields = CRON.exec(text)?.slice(1);
  if (fields === undefined) return false;
  // One of the two days is `?`: a rule goes by days of the month, or of the week.
  const goesByOneDay = (fields[DAY_OF_MONTH_AT] === '?') !== (fields[DAY_OF_WEEK_AT] === '?');
  return goesByOneDay && FIELDS.every((expected, at) => expected.test(fields[at] ?? ''));
};

const EXPECTED =
  'expected a schedule of EventBridge such as "rate(1 hour)" or "cron(15 * * * ? *)", or false. A rate is a whole number with ' +
  'minute, hour or day after 1 and minutes, hours or days after any other; cron has six fields (minutes, hours, day of month, ' +
  'month, day of week, year; in UTC), and exactly one of the two days is a question mark.';

/** How often something is done, as EventBridge writes it; false for never. */
export const scheduleOrFalse = v.union(
  [
    v.literal(false),
    v.pipe(
      v.string(),
      v.check((text) => RATE.test(text) || isCron(text), EXPECTED),
    ),
  ],
  EXPECTED,
);
