import { planIdentity, planMissing } from './evidence/plan-evidence';
import { describeServices } from './gather-facts';
import type { Request, TranscriptMissing } from './messages/request';
import { failed, type Outcome } from './outcome';
import type { ExecLogging, Ports } from './ports';
import { missingTranscriptOf } from './reconcile/cause-of-missing';
import { keyIn } from './reconcile/find-transcripts';
import { reportEach } from './report-each';
import { namedBy } from './report-session-starts';
import { reportUpload } from './report-transcripts';
import type { ReportingRules } from './reporting-rules';
import type { OpenedSession } from './session/session';

const NEVER_CONFIGURED: ExecLogging = { kind: 'no-cluster' };

/** Asks whether the task may upload only where that decides the cause. */
const mayUploadTo = async (
  { audit }: Ports,
  { task }: OpenedSession,
  logging: ExecLogging,
  place: { readonly bucket: string; readonly key: string },
): Promise<boolean | null> =>
  task !== null && logging.kind === 'override' && logging.bucket === place.bucket
    ? audit.mayUpload(task, place)
    : null;

/**
 * Reports sessions whose transcript did not come, with the cause that fits best. The bucket is asked once more: a transcript that
 * came meanwhile is reported as any other. Never throws.
 */
export const reportMissingTranscripts = async (
  ports: Ports,
  rules: ReportingRules,
  requests: readonly TranscriptMissing[],
): Promise<ReadonlyMap<Request, Outcome>> => {
  const { audit } = ports;
  const calls = requests.map(({ call }) => call);
  const clusters = new Set(calls.flatMap(({ task }) => task?.cluster ?? []));
  const known = requests.map(({ session, call }) => ({ session, caller: namedBy(call) }));
  const gathering = Promise.all([
    describeServices(ports, known),
    audit.describeLogging([...clusters]),
    ports.traceSessions(calls.map(({ id }) => id)),
  ]);
  return gathering.then(
    ([factsOf, loggingOf, traces]) =>
      reportEach(requests, async ({ session, call }) => {
        const trace = traces.get(session.id) ?? null;
        // When the session ended decides the cause.
        if (trace instanceof Error) throw trace;
        const facts = factsOf(session, { ...namedBy(call), trace });
        if (facts instanceof Error) throw facts;
        const logging = loggingOf.get(call.task?.cluster ?? '') ?? NEVER_CONFIGURED;
        if (logging instanceof Error) throw logging;
        const place = { bucket: rules.transcriptBucket, key: keyIn(rules, logging, session.id) };
        const found = await audit.findTranscript({ ...place, versionId: null });
        if (found !== null) return reportUpload(ports, rules, facts, found);
        const clues = { id: session.id, logging, lookedAt: place, trace };
        const mayUpload = await mayUploadTo(ports, call, logging, place);
        const missing = missingTranscriptOf({ ...clues, service: facts.service, mayUpload });
        const identity = await ports.reportEvidence(planIdentity(facts, rules));
        const logs = await ports.reportEvidence(planMissing(facts, missing, rules));
        return {
          subject: session.id,
          attributed: true,
          trail: identity.trail,
          sent: [...identity.sent, ...logs.sent],
          held: [...identity.held, ...logs.held],
        };
      }),
    (error: unknown) => new Map<Request, Outcome>(requests.map((request) => [request, failed(error)])),
  );
};
