import { lookupPace } from '../../../lambda/aws/lookup-pace';
import { beginTime } from '../../../lambda/time';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it('look-ups keep more than a second apart, so that two functions stay within two a second', async () => {
  const time = beginTime(60_000);
  const pace = lookupPace();
  const began = performance.now();
  const looked: number[] = [];
  const looking = Promise.all(
    [1, 2, 3].map(async () => {
      await pace.wait(time);
      looked.push(performance.now() - began);
    }),
  );
  await jest.advanceTimersByTimeAsync(5_000);
  await looking;
  const [first = -1, second = -1, third = -1] = looked;
  expect(first).toBe(0);
  expect(second).toBeGreaterThan(1_000);
  expect(third - second).toBeGreaterThan(1_000);
  pace.restart();
  const restarted = performance.now();
  const waiting = pace.wait(time).then(() => performance.now() - restarted);
  await jest.advanceTimersByTimeAsync(5_000);
  expect(await waiting).toBeGreaterThan(1_000);
  time.end();
});
