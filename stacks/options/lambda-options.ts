import * as v from 'valibot';
import { securityGroupId, subnetId } from './aws-names';
import { closedObject } from './closed-object';
import { listOf, oneOf, orNull, wholeNumber } from './written-as';

export const lambda = v.optional(
  closedObject({
    // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    memoryMb: v.optional(
      wholeNumber(256, 10_240, 'MB', 'Processor time grows with it; 512 is enough for large transcripts.'),
      512,
    ),
    timeoutSeconds: v.optional(
      wholeNumber(60, 900, 'seconds', 'A batch of 50 sessions has to fit; Lambda ends at 900.'),
      300,
    ),
    architecture: v.optional(oneOf(['arm64', 'x86_64'], 'The package runs on both.'), 'arm64'),
    runtime: v.optional(
      oneOf(['nodejs24.x', 'nodejs22.x'], 'The package is built for these two.'),
      'nodejs24.x',
    ),
    // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html: fewer than 2 is refused.
    maximumConcurrency: v.optional(
      wholeNumber(
        2,
        1000,
        'functions at a time',
        'CloudTrail answers two lookups a second for the whole account, so more is rarely faster.',
      ),
      2,
    ),
  }),
  {},
);

/** Where the function runs when it may not reach the internet by itself. */
export const vpc = orNull(
  closedObject({
    subnetIds: listOf(subnetId, 'subnet id'),
    securityGroupIds: listOf(securityGroupId, 'security group id'),
  }),
);
