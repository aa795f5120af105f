import * as v from 'valibot';
import { closedObject } from './closed-object';
import { oneOf } from './option-types';

export const lambda = v.optional(
  closedObject({
    architecture: v.optional(oneOf(['arm64', 'x86_64'], 'The package runs on both.'), 'arm64'),
    runtime: v.optional(
      oneOf(['nodejs24.x', 'nodejs22.x'], 'The package is built for these two.'),
      'nodejs24.x',
    ),
  }),
  {},
);
