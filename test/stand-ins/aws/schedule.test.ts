import { timesOf, UnknownScheduleError } from '../../../stand-ins/aws/schedule';

const NIGHT = Date.UTC(2026, 10, 18);
const HOUR = 3_600_000;
const times = (expression: string, from: number, hours: number) =>
  timesOf(expression, from, from + hours * HOUR).map((time) => new Date(time).toISOString().slice(5, 16));

describe("EventBridge's schedules", () => {
  it.each<[string, number, readonly string[]]>([
    ['rate(1 hour)', 2, ['11-18T00:00', '11-18T01:00']],
    ['rate(12 hours)', 25, ['11-18T00:00', '11-18T12:00', '11-19T00:00']],
    ['rate(30 minutes)', 1, ['11-18T00:00', '11-18T00:30']],
    ['rate(1 day)', 24, ['11-18T00:00']],
    ['cron(20 4 * * ? *)', 4, []],
    ['cron(20 4 * * ? *)', 29, ['11-18T04:20', '11-19T04:20']],
  ])('%s goes off within %d hours at %j', (expression, hours, expected) => {
    expect(times(expression, NIGHT, hours)).toEqual(expected);
  });

  it('goes off tomorrow when the time of today is over', () => {
    expect(times('cron(20 4 * * ? *)', NIGHT + 5 * HOUR, 24)).toEqual(['11-19T04:20']);
  });

  it.each(['cron(0 * * * ? *)', 'cron(20 4 ? * MON *)', 'rate(0 hours)', 'at(2026-11-18T00:00:00)', ''])(
    'does not guess when %j goes off',
    (expression) => {
      expect(() => timesOf(expression, NIGHT, NIGHT + HOUR)).toThrow(UnknownScheduleError);
    },
  );
});
