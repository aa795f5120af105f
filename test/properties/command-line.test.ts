import fc from 'fast-check';
import { CommandError } from '../../cli/exit-code';
import { harmlessJson } from '../../cli/harmless-json';
import { givenTimes, periodOf } from '../../cli/period';
import { plainText } from '../../cli/plain-text';
import { isDay } from '../../lambda/completeness/day';
import { anyJson, anyText, everyOne, thrownBy } from './arbitrary';

const NOW = new Date('2026-11-21T12:00:00Z');
const day = fc
  .date({ min: new Date('1971-01-01'), max: NOW, noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));
const zone = fc.constantFrom('Z', '+02:00', '-11:30', '');
const clock = fc.stringMatching(/^[0-2]\d:[0-6]\d(:[0-6]\d(\.\d{1,3})?)?$/);
const written = fc.oneof(
  anyText,
  day,
  fc.stringMatching(/^\d{4}-[01]\d-[0-3]\d$/),
  fc.tuple(day, clock, zone).map(([on, at, of]) => `${on}T${at}${of}`),
);

describe('a time on the command line', () => {
  it('is a day or a time with its zone, or the error says that it is not', () => {
    everyOne(
      fc.property(
        fc.option(written, { nil: undefined }),
        fc.option(written, { nil: undefined }),
        (from, to) => {
          const thrown = thrownBy(() => {
            for (const at of Object.values(givenTimes({ from, to }, NOW)))
              expect(at?.getTime()).not.toBeNaN();
            const period = periodOf({ from, to }, NOW);
            expect(period.to.getTime()).toBeLessThanOrEqual(NOW.getTime());
            expect(period.from.getTime()).toBeLessThanOrEqual(period.to.getTime());
          });
          if (thrown !== null) expect(thrown).toBeInstanceOf(CommandError);
        },
      ),
    );
  });

  it('from a day to a day takes in both as a whole', () => {
    everyOne(
      fc.property(day, day, (one, other) => {
        const [from = '', to = ''] = [one, other].sort();
        expect(givenTimes({ from, to }, NOW)).toEqual({
          from: new Date(`${from}T00:00:00.000Z`),
          to: new Date(`${to}T23:59:59.999Z`),
        });
      }),
    );
  });

  it('is a day only if the calendar has it', () => {
    const anyDay = fc
      .tuple(fc.nat(9999), fc.nat(13), fc.nat(32))
      .map(
        ([year, month, date]) =>
          [
            String(year).padStart(4, '0'),
            String(month).padStart(2, '0'),
            String(date).padStart(2, '0'),
          ] as const,
      );
    const daysIn = (year: number, month: number) => {
      const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
      return [0, 31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month] ?? 0;
    };
    everyOne(
      fc.property(anyDay, ([year, month, date]) => {
        const has = Number(date) >= 1 && Number(date) <= daysIn(Number(year), Number(month));
        expect(isDay(`${year}-${month}-${date}`)).toBe(has);
      }),
    );
  });
});

describe('what is printed of a text from outside', () => {
  it('has nothing in it that a terminal obeys, and is no longer than its column', () => {
    everyOne(
      fc.property(anyText, fc.integer({ min: 1, max: 60 }), (text, width) => {
        const plain = plainText(text, width);
        expect(plain).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
        expect([...plain].length).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('as JSON is the same value, and still nothing that a terminal obeys', () => {
    everyOne(
      fc.property(anyJson, (value) => {
        const json = harmlessJson(value);
        expect(json).not.toMatch(/(?!\n)[\p{C}\p{Zl}\p{Zp}]/u);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
