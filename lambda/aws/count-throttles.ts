import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { isThrottling } from './to-reporter-error';

/** Calls `throttled` for every attempt of a look-up that CloudTrail throttles, those that the client repeats by itself included. */
export const countThrottles = (cloudtrail: CloudTrailClient, throttled: () => void): void => {
  cloudtrail.middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (context.commandName === 'LookupEventsCommand' && error instanceof Error && isThrottling(error))
          throttled();
        throw error;
      }
    },
    // The SDK retries in this step with high priority, so that this is inside, and sees each attempt.
    { name: 'countThrottles', step: 'finalizeRequest', priority: 'low' },
  );
};
