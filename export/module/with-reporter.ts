import { REPORTER_STACK } from '../../stacks/compose-stacks';
import { type Context, type SynthesisedStack, withSynthesised } from '../synthesise';

/**
 * Synthesises the stack the module is made of. It has no region, because its caller chooses one. A CloudTrail trail in the
 * options is used by the module, and deployed by a stack of its own.
 */
export const withReporter = <Result>(context: Context, use: (stack: SynthesisedStack) => Result): Result =>
  withSynthesised({ context, adapt: (options) => ({ ...options, regions: [] }) }, (stacks) => {
    const reporter = stacks.find(({ name }) => name === REPORTER_STACK);
    if (!reporter) {
      throw new Error(
        `expected a stack named ${REPORTER_STACK} among ${stacks.map(({ name }) => name).join(', ')}`,
      );
    }
    return use(reporter);
  });
