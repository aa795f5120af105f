import fc from 'fast-check';
import {
  dayAfter,
  dayBefore,
  dueAt,
  dueDays,
  isDay,
  isInHistory,
  spanOf,
} from '../../../lambda/completeness/day';

describe('a day', () => {
  it.each(['2026-07-31', '2024-02-29'])('is written as %s', (text) => {
    expect(isDay(text)).toBe(true);
  });
  it.each(['2026-02-29', '2026-7-31', '31.07.2026', '2026-07-31T00:00:00Z', '2026-13-01', ''])(
    'is not written as "%s"',
    (text) => {
      expect(isDay(text)).toBe(false);
    },
  );

  it('goes from its first second to its last, in UTC', () => {
    expect(spanOf('2026-12-31')).toEqual({
      from: new Date('2026-12-31T00:00:00Z'),
      to: new Date('2026-12-31T23:59:59Z'),
    });
    expect([dayBefore('2026-01-01'), dayAfter('2026-12-31')]).toEqual(['2025-12-31', '2027-01-01']);
  });

  it('is due 24 hours and the grace after it ended', () => {
    expect(dueAt('2026-07-31', 180)).toEqual(new Date('2026-08-02T03:00:00Z'));
    const early = dueDays(new Date('2026-08-02T02:59:59Z'), 180);
    const late = dueDays(new Date('2026-08-02T03:00:00Z'), 180);
    expect([early.at(-1), late.at(-1)]).toEqual(['2026-07-30', '2026-07-31']);
    expect(late).toEqual(['2026-07-29', '2026-07-30', '2026-07-31']);
  });

  it('is among the days that are due exactly when its time has come, whatever the grace', () => {
    const times = fc.date({ min: new Date('2026-01-10'), max: new Date('2027-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 5_000 }), (now, grace) => {
        const days = dueDays(now, grace);
        const newest = days.at(-1) ?? '';
        expect(dueAt(newest, grace) <= now && now < dueAt(dayAfter(newest), grace)).toBe(true);
        expect(days.slice(1)).toEqual(days.slice(0, -1).map(dayAfter));
      }),
    );
  });

  it('is gone from event history after 90 days', () => {
    const now = new Date('2026-11-01T12:00:00Z');
    expect(isInHistory('2026-08-05', now)).toBe(true);
    expect(isInHistory('2026-08-03', now)).toBe(false);
  });
});
