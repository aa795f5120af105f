import { CONFIRMED, DIGEST, DIGESTS, fault as faultOf, KEYS, listing, logFileOf } from './bucket';
import type { Fault } from './fault';
import { FAULTS_OF_DIGESTS } from './faults-of-digests';
import { FAULTS_OF_LOG_FILES } from './faults-of-log-files';
import { FAULTS_OF_LOG_LISTINGS } from './faults-of-log-listings';
import { killedAt } from './killed';

const fault = faultOf('The function, at the bucket of the CloudTrail trail');

const STEPS = [
  ['the list of log files', listing()],
  ['a log file', logFileOf.alice],
  ['the list of digests', DIGESTS],
  ['a digest', DIGEST],
  ["the digests' keys", KEYS],
] as const;

const KILLED = STEPS.map(([what, step]) =>
  fault({
    ...killedAt(step, true),
    what: `is killed (SIGKILL) when it reads ${what}`,
    ends: { waits: [null], bob: 'the same', dies: true, ...CONFIRMED, ofBoth: true },
  }),
);

/** Of the bucket where callers are found that event history no longer shows. */
export const FAULTS_OF_CLOUDTRAIL_BUCKET: readonly Fault[] = [
  ...FAULTS_OF_LOG_LISTINGS,
  ...FAULTS_OF_LOG_FILES,
  ...FAULTS_OF_DIGESTS,
  ...KILLED,
];
