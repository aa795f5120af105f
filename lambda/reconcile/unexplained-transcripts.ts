import pMap, { pMapSkip } from 'p-map';
import type { Ports, RecordedCall, TimeSpan } from '../ports';
import { parseExecuteCommand } from '../session/execute-command-record';
import { type SessionId, sessionIdOfKey } from '../session/session-id';
import { unattributedTrailName } from '../session/trail-name';
import type { Position } from './position';
import { NOTHING_YET, plus, type ReconcileTally } from './tally';

export const sessionsOpenedBy = (page: readonly RecordedCall[]): readonly SessionId[] =>
  page.flatMap(({ record }) => {
    const read = parseExecuteCommand(record, { source: 'event-history' });
    return read.kind === 'opened' ? [read.session.id] : [];
  });

/** The sessions that calls of this time opened: their transcripts are looked for one by one. */
const explainedSessions = async ({ audit }: Ports, span: TimeSpan): Promise<ReadonlySet<SessionId>> => {
  const ids = new Set<SessionId>();
  for await (const page of audit.listCalls('ExecuteCommand', span))
    for (const id of sessionsOpenedBy(page)) ids.add(id);
  return ids;
};

const TRAILS_AT_A_TIME = 8;

/** Whether it was reported without a caller. Once a call explains it, that call has it reported on its own trail. */
const isUnattributed = async ({ audit }: Ports, id: SessionId): Promise<boolean> =>
  (await audit.readTrail(unattributedTrailName(id), ['command-logs'], new Set([id]))).length > 0;

interface ReadSoFar {
  /** The sessions that the calls of the time opened, where they were read already. */
  readonly explained: ReadonlySet<SessionId> | null;
  readonly mayBegin: () => boolean;
}

/**
 * Queues the new transcripts of the bucket that no call of the time explains: of calls that are older, or of none at all. What is
 * on its trail already is not reported again. S3 lists by key, not by time, so all keys below the prefix are listed.
 */
export const unexplainedTranscripts = async (
  ports: Ports,
  { explained: known, mayBegin }: ReadSoFar,
  span: TimeSpan,
  startAfter: string | null,
): Promise<{ readonly tally: ReconcileTally; readonly next: Position | null }> => {
  const explained = known ?? (await explainedSessions(ports, span));
  let tally = NOTHING_YET;
  for await (const page of ports.audit.listTranscripts(startAfter)) {
    const unexplained = await pMap(
      page.filter(({ uploadedAt }) => span.from <= uploadedAt && uploadedAt <= span.to),
      async (transcript) => {
        const id = sessionIdOfKey(transcript.key);
        const isNew = id !== null && !explained.has(id) && !(await isUnattributed(ports, id));
        return isNew ? transcript : pMapSkip;
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
