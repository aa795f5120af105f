import { type Time, within } from '../time';

/** Two listings or searches at a time, of two functions, stay within the two look-ups a second that are allowed to all of the account. */
const SPACING_MS = 1_100;

/** Keeps look-ups apart. */
export interface LookupPace {
  /** Resolves when a little more than a second has passed since it resolved last, or was restarted. */
  readonly wait: (time: Time) => Promise<void>;
  /** After a look-up that was repeated, and so came later than its turn. */
  readonly restart: () => void;
}

export const lookupPace = (): LookupPace => {
  let next = 0;
  return {
    wait: async (time) => {
      const now = performance.now();
      const waitMs = next - now;
      next = Math.max(now, next) + SPACING_MS;
      if (waitMs > 0) await within(time, new Promise((resolve) => setTimeout(resolve, waitMs)));
    },
    restart: () => {
      next = performance.now() + SPACING_MS;
    },
  };
};
