import { getEventListeners } from 'node:events';
import { OutOfTimeError } from '../../lambda/reporter-error';
import { beginTime, shareOf, within } from '../../lambda/time';

const never = () => new Promise<never>(() => {});

describe('the time of an invocation', () => {
  it('ends a wait that would never end', async () => {
    const time = beginTime(20);
    await expect(within(time, never())).rejects.toBeInstanceOf(OutOfTimeError);
    expect(time.leftMs()).toBe(0);
  });

  it('leaves alone what ends in time', async () => {
    const time = beginTime(60_000);
    await expect(within(time, Promise.resolve('done'))).resolves.toBe('done');
    await expect(within(time, Promise.reject(new TypeError('broken')))).rejects.toThrow('broken');
    time.end();
  });

  it('ends for one of its shares before it ends for all', async () => {
    const time = beginTime(60_000);
    const share = shareOf(time, 20);
    await expect(within(share, never())).rejects.toBeInstanceOf(OutOfTimeError);
    expect(time.signal.aborted).toBe(false);
    time.end();
  });

  it('is never longer for a share than for the whole', async () => {
    const time = beginTime(20);
    const share = shareOf(time, 60_000);
    expect(share.leftMs()).toBeLessThanOrEqual(20);
    await expect(within(time, never())).rejects.toBeInstanceOf(OutOfTimeError);
    expect(share.signal.aborted).toBe(true);
    expect(shareOf(time, 60_000).signal.aborted).toBe(true);
  });

  it('ends with the invocation, and so does everything that is still under way', async () => {
    const time = beginTime(60_000);
    const share = shareOf(time, 60_000);
    const wait = within(share, never());
    time.end();
    await expect(wait).rejects.toBeInstanceOf(OutOfTimeError);
  });
});

describe('a share of the time that was released', () => {
  it('keeps no listener and no timer, however many there were', async () => {
    const time = beginTime(60_000);
    for (let share = 0; share < 100; share += 1) shareOf(time, 20).release();
    expect(getEventListeners(time.signal, 'abort')).toEqual([]);
    const kept = shareOf(time, 20);
    const released = shareOf(time, 10);
    released.release();
    await expect(within(kept, never())).rejects.toBeInstanceOf(OutOfTimeError);
    expect(released.signal.aborted).toBe(false);
    time.end();
  });
});
