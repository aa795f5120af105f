import { OptionsError, parseOptions } from '../../../stacks/options/parse-options';

/** Every mistake in these options; empty if there is none. */
export const mistakesIn = (options: unknown): readonly string[] => {
  try {
    parseOptions(options);
  } catch (error) {
    if (error instanceof OptionsError) return error.mistakes;
    throw error;
  }
  return [];
};
