import { planIdentity } from './evidence/plan-evidence';
import { describeServices } from './gather-facts';
import type { Request, SessionStarted } from './messages/request';
import type { Outcome } from './outcome';
import type { Ports } from './ports';
import { reportEach } from './report-each';
import type { ReportingRules } from './reporting-rules';
import type { OpenedSession } from './session/session';

/** Whoever the record of the call names: it comes from CloudTrail, and there is nothing yet that could contradict it. */
export const namedBy = (call: OpenedSession) =>
  ({ kind: 'attributed', session: call, trace: null, contradictions: [], doubt: null }) as const;

/**
 * Begins the trails of sessions that have just been opened and reports who opened them, and in which service, while ECS still
 * knows the task. The transcript follows when it is uploaded, or came before. Never throws.
 */
export const reportSessionStarts = async (
  ports: Ports,
  rules: ReportingRules,
  requests: readonly SessionStarted[],
): Promise<ReadonlyMap<Request, Outcome>> => {
  const known = requests.map(({ session, call }) => ({ session, caller: namedBy(call) }));
  const describing = describeServices(ports, known);
  return reportEach(requests, async ({ session, call }) => {
    const facts = (await describing)(session, namedBy(call));
    if (facts instanceof Error) throw facts;
    const reported = await ports.reportEvidence(planIdentity(facts, rules));
    return { subject: session.id, attributed: true, ...reported };
  });
};
