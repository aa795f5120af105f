import type { FindingId } from '../../../cli/doctor/checks';
import type { Fault } from './fault';
import { DEPLOYMENT_FAULTS } from './faults-of-deployment';
import { ECS_FAULTS } from './faults-of-ecs';
import { SERVICE_FAULTS } from './faults-of-services';

/** A fault, or a state, for each kind of finding; the compiler asks for one of each. */
export const FAULTS: Readonly<Record<FindingId, Fault>> = {
  ...ECS_FAULTS,
  ...SERVICE_FAULTS,
  ...DEPLOYMENT_FAULTS,
  'could-not-look': {
    make: ({ ecs }) => ecs.deny('ListServices'),
    line: 'warning production: could not look at the services of the cluster; needs permission ecs:ListServices and ecs:DescribeServices',
  },
  'no-answer': {
    make: ({ kosli }) => kosli.injectFault({ method: 'GET' }, { kind: 'answer', status: 503 }),
    line: 'it answered 503',
  },
};
