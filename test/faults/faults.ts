import type { Fault } from './fault';
import { FAULTS_OF_CLOUDTRAIL } from './faults-of-cloudtrail';
import { FAULTS_OF_CLOUDTRAIL_BUCKET } from './faults-of-cloudtrail-bucket';
import { FAULTS_OF_FUNCTION } from './faults-of-function';
import { FAULTS_OF_KILLED_JOBS } from './faults-of-killed-jobs';
import { FAULTS_OF_KOSLI } from './faults-of-kosli';
import { FAULTS_OF_KOSLI_ANSWERS } from './faults-of-kosli-answers';
import { FAULTS_OF_KOSLI_OUTAGES } from './faults-of-kosli-outages';
import { FAULTS_OF_LIVE_SESSIONS } from './faults-of-live-sessions';
import { FAULTS_OF_RECONCILE } from './faults-of-reconcile';
import { FAULTS_OF_S3 } from './faults-of-s3';
import { FAULTS_OF_SERVICES } from './faults-of-services';
import { FAULTS_OF_STATEMENTS } from './faults-of-statements';

/** All that goes wrong in the fault suite, in the order of docs/faults.md. */
export const FAULTS: readonly Fault[] = [
  ...FAULTS_OF_KOSLI,
  ...FAULTS_OF_KOSLI_OUTAGES,
  ...FAULTS_OF_KOSLI_ANSWERS,
  ...FAULTS_OF_S3,
  ...FAULTS_OF_CLOUDTRAIL,
  ...FAULTS_OF_CLOUDTRAIL_BUCKET,
  ...FAULTS_OF_SERVICES,
  ...FAULTS_OF_FUNCTION,
  ...FAULTS_OF_LIVE_SESSIONS,
  ...FAULTS_OF_RECONCILE,
  ...FAULTS_OF_STATEMENTS,
  ...FAULTS_OF_KILLED_JOBS,
];
