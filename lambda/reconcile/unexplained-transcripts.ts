import pMap, { pMapSkip } from 'p-map';
import type { Position } from '../messages/cursor';
import type { Ports, TimeSpan } from '../ports';
import type { ReportingRules } from '../reporting-rules';
import { type SessionId, sessionIdOfKey } from '../session/session-id';
import { unattributedTrailName } from '../session/trail-name';
import { type ExplainedSessions, keysLookedAt, readExplainedSessions } from './explained-sessions';
import { NOTHING_YET, plus, type ReconcileTally } from './tally';

const TRAILS_AT_A_TIME = 8;

/** Whether it was reported without a caller. Once a call explains it, that call has it reported on its own trail. */
const isUnattributed = async ({ audit }: Ports, id: SessionId): Promise<boolean> =>
  (await audit.readTrail(unattributedTrailName(id), ['command-logs'], new Set([id]))).length > 0;

interface ReadSoFar {
  /** The sessions that the calls of the time opened, where they were read already. */
  readonly explained: ExplainedSessions | null;
  /** The time that is looked at. */
  readonly overdue: TimeSpan;
  readonly mayBegin: () => boolean;
}

/**
 * Queues the new transcripts of the bucket that nothing has looked at: of calls that are older, or of none at all; and those of the
 * calls of the time that lie under another key than the call says, because its cluster had another prefix then, or is gone. What is
 * on its trail already is not reported again. S3 lists by key, not by time, so all keys below the prefix are listed.
 */
export const unexplainedTranscripts = async (
  ports: Ports,
  rules: ReportingRules,
  { overdue: span, explained, mayBegin }: ReadSoFar,
  startAfter: string | null,
): Promise<{ readonly tally: ReconcileTally; readonly next: Position | null }> => {
  const sessions = explained ?? (await readExplainedSessions(ports, rules, span));
  const keysOf = keysLookedAt(ports, rules, sessions);
  const isLookedAt = async (id: SessionId, key: string): Promise<boolean> => {
    const call = sessions.get(id);
    if (call === undefined) return isUnattributed(ports, id);
    return call === null || (await keysOf(id, call)).has(key);
  };
  let tally = NOTHING_YET;
  for await (const page of ports.audit.listTranscripts(startAfter)) {
    const unexplained = await pMap(
      page.filter(({ uploadedAt }) => span.from <= uploadedAt && uploadedAt <= span.to),
      async (transcript) => {
        const id = sessionIdOfKey(transcript.key);
        return id === null || (await isLookedAt(id, transcript.key)) ? pMapSkip : transcript;
      },
      { concurrency: TRAILS_AT_A_TIME },
    );
    await ports.audit.send(unexplained.map((object) => ({ kind: 'transcript', object })));
    tally = plus(tally, { ...NOTHING_YET, queued: unexplained.length });
    const last = page.at(-1);
    if (last !== undefined && !mayBegin()) return { tally, next: { phase: 'keys', after: last.key } };
  }
  return { tally, next: null };
};
