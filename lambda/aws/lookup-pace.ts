import { type Time, within } from '../time';

/** Two listings or searches at a time, of two functions, stay within the two look-ups a second that are allowed to all of the account. */
const SPACING_MS = 1_100;

/** Keeps look-ups apart: resolves when a little more than a second has passed since it resolved last. */
export const lookupPace = (): ((time: Time) => Promise<void>) => {
  let next = 0;
  return async (time) => {
    const now = performance.now();
    const waitMs = next - now;
    next = Math.max(now, next) + SPACING_MS;
    if (waitMs > 0) await within(time, new Promise((resolve) => setTimeout(resolve, waitMs)));
  };
};
