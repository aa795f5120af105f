import * as v from 'valibot';
import { closedObject } from './closed-object';
import { oneOf } from './option-types';

/** The runtimes the deployment package is built for; the first is the default. */
export const RUNTIMES = ['nodejs24.x', 'nodejs22.x'] as const;
export type Runtime = (typeof RUNTIMES)[number];

export const lambda = v.optional(
  closedObject({
    architecture: v.optional(oneOf(['arm64', 'x86_64'], 'The package runs on both.'), 'arm64'),
    runtime: v.optional(oneOf(RUNTIMES, 'The package is built for these two.'), RUNTIMES[0]),
  }),
  {},
);
