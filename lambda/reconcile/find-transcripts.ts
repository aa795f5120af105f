import pMap from 'p-map';
import type { ExecLogging, Ports } from '../ports';
import type { ReportingRules } from '../reporting-rules';
import type { OpenedSession } from '../session/session';
import type { SessionId } from '../session/session-id';
import { expectedKey } from '../transcript/expected-place';
import type { TranscriptRef } from '../transcript/transcript';

/** What is found where the transcript of a session has to be. */
export type TranscriptState =
  /** It has been there for so long that whatever announced it is lost. */
  | { readonly kind: 'uploaded'; readonly transcript: TranscriptRef }
  /** The shell is still open. */
  | { readonly kind: 'open' }
  /** It may still come, or its announcement is on its way, or SSM did not say when the session ended. */
  | { readonly kind: 'awaited' }
  | { readonly kind: 'missing' };

const MINUTE_MS = 60_000;
const HEADS_AT_A_TIME = 8;

/** Where this cluster's transcripts are expected in the transcript bucket: where it says, or where the operator says. */
export const keyIn = (
  { transcriptBucket, transcriptPrefix }: ReportingRules,
  logging: ExecLogging | Error | undefined,
  id: SessionId,
): string => {
  const isOurs =
    logging !== undefined &&
    !(logging instanceof Error) &&
    logging.kind === 'override' &&
    logging.bucket === transcriptBucket;
  return expectedKey(isOurs ? logging.prefix : transcriptPrefix, id);
};

/**
 * Whether so much time has passed that nothing is on its way any more: neither a transcript, nor a message about it, nor who
 * opened the session.
 */
export const isOverdue = (since: Date, now: Date, { transcriptGraceMinutes }: ReportingRules): boolean =>
  now.getTime() - since.getTime() > transcriptGraceMinutes * MINUTE_MS;

/**
 * Looks for the transcripts of sessions where they have to be. Grace counts from the end of the session where SSM knows it,
 * else from its start; a shell that is still open is not missing anything.
 */
export const findTranscripts = async (
  { audit, traceSessions, now }: Ports,
  rules: ReportingRules,
  sessions: readonly OpenedSession[],
): Promise<ReadonlyMap<SessionId, TranscriptState>> => {
  const clusters = [
    ...new Set(sessions.map(({ task }) => task?.cluster).filter((cluster) => cluster !== undefined)),
  ];
  const logging = await audit.describeLogging(clusters);
  const states = new Map<SessionId, TranscriptState>();
  const look = async (session: OpenedSession): Promise<void> => {
    const key = keyIn(rules, logging.get(session.task?.cluster ?? ''), session.id);
    const place = { bucket: rules.transcriptBucket, key, versionId: null };
    const transcript = await audit.findTranscript(place);
    if (transcript === null) return;
    const isLeft = isOverdue(transcript.uploadedAt, now(), rules);
    states.set(session.id, isLeft ? { kind: 'uploaded', transcript } : { kind: 'awaited' });
  };
  await pMap(sessions, look, { concurrency: HEADS_AT_A_TIME });

  const without = sessions.filter(({ id }) => !states.has(id));
  const open = await audit.openSessions(without.map(({ id }) => id));
  const ended = without.filter(({ id }) => !open.has(id));
  const traces = await traceSessions(ended.map(({ id }) => id));
  for (const { id } of without.filter((session) => open.has(session.id))) states.set(id, { kind: 'open' });
  for (const session of ended) {
    const trace = traces.get(session.id);
    const isMissing =
      !(trace instanceof Error) && isOverdue(trace?.endedAt ?? session.calledAt, now(), rules);
    states.set(session.id, { kind: isMissing ? 'missing' : 'awaited' });
  }
  return states;
};
