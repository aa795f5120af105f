import { OptionsError, parseOptions } from '../../../stacks/options/parse-options';

/** What is wrong with these options: nothing, or every mistake. */
export const mistakesIn = (options: unknown): readonly string[] => {
  try {
    parseOptions(options);
  } catch (error) {
    if (error instanceof OptionsError) return error.mistakes;
    throw error;
  }
  return [];
};
