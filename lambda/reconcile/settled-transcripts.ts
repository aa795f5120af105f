import pMap from 'p-map';
import { planDeletion, planReplacements } from '../evidence/plan-replacements';
import type { HeldEvidence, Ports } from '../ports';
import type { ReportingRules } from '../reporting-rules';
import type { CheckedSession } from './check-sessions';

const HEADS_AT_A_TIME = 8;

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Whether the object that this `command-logs` is about has gone; one that was never read cannot have been deleted since. */
const isDeleted = async ({ audit }: Ports, { compared }: HeldEvidence): Promise<boolean> => {
  const [bucket, key] = [textOf(compared.bucket), textOf(compared.key)];
  if (bucket === null || key === null || textOf(compared.sha256) === null) return false;
  const found = await audit.findTranscript({ bucket, key, versionId: textOf(compared.version_id) });
  return found === null;
};

/**
 * Reports transcripts that were deleted after they were reported: the evidence on Kosli stays, and what it was made from is gone.
 *
 * @returns how many
 */
export const reportDeletions = async (
  ports: Ports,
  rules: ReportingRules,
  sessions: readonly CheckedSession[],
): Promise<number> => {
  const logs = sessions.flatMap(({ session, trail, held }) =>
    held
      .filter(({ name }) => name === 'command-logs')
      .map((evidence) => ({ placed: { sessionId: session.id, eventId: session.eventId, trail }, evidence })),
  );
  let deleted = 0;
  const look = async ({ placed, evidence }: (typeof logs)[number]): Promise<void> => {
    if (!(await isDeleted(ports, evidence))) return;
    const { sent } = await ports.reportEvidence(planDeletion(placed, evidence.compared, rules));
    deleted += sent.length;
  };
  await pMap(logs, look, { concurrency: HEADS_AT_A_TIME });
  return deleted;
};

/**
 * Reports transcripts of one session that differ, where it was not said yet: two invocations that report one each at the same
 * moment do not see each other's.
 */
export const reportDifferences = async (
  ports: Ports,
  rules: ReportingRules,
  sessions: readonly CheckedSession[],
): Promise<void> => {
  for (const { session, trail, held } of sessions) {
    const logs = held.filter(({ name }) => name === 'command-logs').map(({ compared }) => compared);
    const contents = new Set(logs.map(({ sha256 }) => textOf(sha256)).filter((sha256) => sha256 !== null));
    if (contents.size < 2) continue;
    const placed = { sessionId: session.id, eventId: session.eventId, trail };
    for (const sha256 of contents) await ports.reportEvidence(planReplacements(placed, sha256, logs, rules));
  }
};
