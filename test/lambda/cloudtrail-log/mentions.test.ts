import { slicesNewestFirst, spanWithin } from '../../../lambda/cloudtrail-log/delivery-window';
import { mentionIn } from '../../../lambda/cloudtrail-log/find-mention';
import { sessionId } from '../records';

describe('an id in the bytes of a log file', () => {
  const mentions = (text: string, ...ids: readonly string[]) =>
    mentionIn(ids.map((id) => sessionId(id)))(Buffer.from(text));
  const lower = 'ecs-execute-command-azazaz0909';
  const upper = 'ECS-EXECUTE-COMMAND-AZAZAZ0909';

  it.each(['', '"', '.', '/', ':', '@', '[', '`', '{', '-', '\u00e9'])('ends before %j', (next) => {
    expect(mentions(`{"sessionId":"${lower}${next}`, lower)).toBe(true);
    expect(mentions(`{"sessionId":"${upper}${next}`, upper)).toBe(true);
  });

  it.each(['0', '9', 'a', 'z', 'A', 'Z'])('does not end before %s', (next) => {
    expect(mentions(`${lower}${next}`, lower)).toBe(false);
  });

  it('is found whichever of several ways its prefix is written', () => {
    expect(mentions(lower, upper, lower)).toBe(true);
    expect(mentions(upper, upper, lower)).toBe(true);
  });
});

describe('the part of a slice that is searched', () => {
  const at = (hour: number, minute = 0) => new Date(Date.UTC(2026, 6, 31, hour, minute));
  const slice = { from: at(6), to: at(11, 59) };

  it('is none where no window overlaps it', () => {
    expect(spanWithin(slice, [])).toBeNull();
    expect(
      spanWithin(slice, [
        { from: at(0), to: at(5, 59) },
        { from: at(12), to: at(13) },
      ]),
    ).toBeNull();
  });

  it('is as long as the windows that overlap it need, and no other', () => {
    const before = { from: at(0), to: at(5, 59) };
    const after = { from: at(12), to: at(13) };
    const inside = { from: at(7), to: at(8) };
    expect(spanWithin(slice, [before, inside, after])).toEqual(inside);
    expect(spanWithin(slice, [{ from: at(0), to: at(6) }])).toEqual({ from: at(6), to: at(6) });
    expect(spanWithin(slice, [{ from: at(11, 59), to: at(20) }])).toEqual({
      from: at(11, 59),
      to: at(11, 59),
    });
  });

  it('takes in a window that ends where a slice begins', () => {
    expect(slicesNewestFirst([{ from: at(5), to: at(6) }]).map(({ from }) => from)).toEqual([at(6), at(0)]);
  });
});
