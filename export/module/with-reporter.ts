import { type Context, type SynthesisedStack, withSynthesised } from '../synthesise';

/**
 * The one stack a module is made of. It has no region, which is its caller's to choose; a trail the options ask for is
 * read from all the same, and deployed by its own stack.
 */
export const withReporter = <Result>(context: Context, use: (stack: SynthesisedStack) => Result): Result =>
  withSynthesised({ context, adapt: (options) => ({ ...options, regions: [] }) }, (stacks) => {
    const reporter = stacks.find(({ name }) => name === 'evidence-reporter');
    if (!reporter) {
      throw new Error(
        `expected a stack named evidence-reporter among ${stacks.map(({ name }) => name).join(', ')}`,
      );
    }
    return use(reporter);
  });
