import { planBypass, planRefusal } from './evidence/plan-evidence';
import type { Request, SessionBypassed, SessionRefused } from './messages/request';
import type { Outcome } from './outcome';
import type { Ports } from './ports';
import { reportEach } from './report-each';
import type { ReportingRules } from './reporting-rules';

/** Reports calls that were refused. */
export const reportRefusals = (
  ports: Ports,
  rules: ReportingRules,
  requests: readonly SessionRefused[],
): Promise<ReadonlyMap<Request, Outcome>> =>
  reportEach(requests, async ({ call }) => {
    const reported = await ports.reportEvidence(planRefusal(call, rules));
    return { subject: call.eventId, attributed: true, ...reported };
  });

/** Reports sessions that were opened past ECS Exec. */
export const reportBypasses = (
  ports: Ports,
  rules: ReportingRules,
  requests: readonly SessionBypassed[],
): Promise<ReadonlyMap<Request, Outcome>> =>
  reportEach(requests, async ({ call }) => {
    const reported = await ports.reportEvidence(planBypass(call, rules));
    return { subject: call.eventId, attributed: true, ...reported };
  });
