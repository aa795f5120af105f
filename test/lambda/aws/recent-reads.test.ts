import { recentReads } from '../../../lambda/aws/recent-reads';

const at = (minutes: number) => new Date(Date.parse('2026-07-31T12:00:00Z') + minutes * 60_000);
/** Read from `from` to `to`, all in minutes; of a read without `to` everything until then. */
const read = (readAt: number, { from = -60, to = readAt } = {}) => ({
  from: at(from),
  to: at(to),
  readAt: at(readAt),
});
const noted = (...reads: ReturnType<typeof read>[]) => {
  const recent = recentReads();
  for (const one of reads) recent.note(one);
  return recent;
};
const isTooRecent = (recent: ReturnType<typeof noted>, calledAt: number, now: number): boolean =>
  recent.tooRecent(at(calledAt), at(now)) !== null;

describe('a call that a read did not show', () => {
  it('is looked for again when it has become twice as old', () => {
    const recent = noted(read(0));
    expect([19.9, 20].map((now) => isTooRecent(recent, -20, now))).toEqual([true, false]);
  });

  it('is looked for again when it has become three times as old, once it is older than half an hour', () => {
    const recent = noted(read(0));
    expect([79.9, 80].map((now) => isTooRecent(recent, -40, now))).toEqual([true, false]);
  });

  it('is looked for again after five minutes for each read of the last hour, so that no account is read all the time', () => {
    const often = noted(...Array.from({ length: 5 }, (_, n) => read(n)));
    expect([28.9, 29].map((now) => isTooRecent(often, 2, now))).toEqual([true, false]);
    const seldom = noted(read(-70), read(4));
    expect([8.9, 9].map((now) => isTooRecent(seldom, 2, now))).toEqual([true, false]);
  });

  it('waits no longer than half an hour for that, however much was read', () => {
    const burst = noted(...Array.from({ length: 100 }, () => read(0)));
    expect([29.9, 30].map((now) => isTooRecent(burst, -1, now))).toEqual([true, false]);
  });

  it('waits as well when it was made after the newest read, which hardly anything could show yet', () => {
    expect(isTooRecent(noted(read(0)), 1, 1.5)).toBe(true);
  });

  it('is looked for at once when no read was about its time', () => {
    expect(isTooRecent(noted(), -20, 0)).toBe(false);
    expect(isTooRecent(noted(read(0, { from: -10 })), -20, 1)).toBe(false);
    expect(isTooRecent(noted(read(0, { from: -60, to: -30 })), -20, 1)).toBe(false);
  });

  it('is looked for at once when its second may have been cut off by the end of a page', () => {
    expect(isTooRecent(noted(read(0, { from: -20 })), -19.5, 1)).toBe(false);
    expect(isTooRecent(noted(read(0, { to: -20 })), -20.5, 1)).toBe(false);
  });

  it('is told when, and of what time, it was looked for', () => {
    expect(noted(read(0)).tooRecent(at(-20), at(5))).toEqual(read(0));
  });
});

it('what was read three hours ago is forgotten', () => {
  const recent = noted(read(0));
  expect([179, 180].map((now) => recent.any(at(now)))).toEqual([true, false]);
});
