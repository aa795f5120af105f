import pMap from 'p-map';
import { planIdentity, planTranscript, type SessionFacts } from './evidence/plan-evidence';
import { gatherFacts } from './gather-facts';
import type { Request, TranscriptUploaded } from './messages/request';
import { failed, type Outcome, type SessionReport } from './outcome';
import type { Ports } from './ports';
import type { ReportingRules } from './reporting-rules';
import type { SessionRef, SoughtSession } from './session/session';
import type { SessionId } from './session/session-id';
import type { TranscriptRef } from './transcript/transcript';

/** As many as the function's disk holds; see the largest local copy of a transcript. */
export const SESSIONS_AT_A_TIME = 4;

/** One uploaded object, and every request that speaks of it. */
interface Upload {
  readonly transcript: TranscriptRef;
  readonly requests: readonly TranscriptUploaded[];
}

/** The uploads of one session, the oldest first; there is at least one. */
interface UploadedSession {
  readonly session: SessionRef;
  readonly uploads: readonly Upload[];
}

const MINUTE_MS = 60_000;

/** Two notifications of one object are one upload. In a bucket without versions the ETag tells objects apart. */
const objectOf = ({ bucket, key, versionId, etag }: TranscriptRef): string =>
  JSON.stringify([bucket, key, versionId, etag]);

const bySession = (requests: readonly TranscriptUploaded[]): readonly UploadedSession[] => {
  const sessions = new Map<SessionId, { session: SessionRef; objects: Map<string, Upload> }>();
  for (const request of requests) {
    const { session, transcript } = request;
    const entry = sessions.get(session.id) ?? { session, objects: new Map<string, Upload>() };
    const upload = entry.objects.get(objectOf(transcript)) ?? { transcript, requests: [] };
    entry.objects.set(objectOf(transcript), { ...upload, requests: [...upload.requests, request] });
    sessions.set(session.id, entry);
  }
  return [...sessions.values()].map(({ session, objects }) => ({
    session,
    uploads: [...objects.values()].sort(
      (one, other) => one.transcript.uploadedAt.getTime() - other.transcript.uploadedAt.getTime(),
    ),
  }));
};

/** One search for each session, for all of its uploads. */
const sought = ({ session, uploads }: UploadedSession, deadlineMinutes: number): SoughtSession => {
  const times = uploads.map(({ transcript }) => transcript.uploadedAt.getTime());
  const first = Math.min(...times);
  return {
    ...session,
    uploadedAt: new Date(Math.max(...times)),
    firstUploadedAt: new Date(first),
    deadline: new Date(first + deadlineMinutes * MINUTE_MS),
  };
};

/** Who and where first: they do not need the transcript, which may take long or never be readable. */
const reportUpload = async (
  ports: Ports,
  rules: ReportingRules,
  facts: SessionFacts,
  ref: TranscriptRef,
): Promise<SessionReport> => {
  const identity = await ports.reportEvidence(planIdentity(facts, rules));
  const transcript = await ports.fetchTranscript(ref);
  try {
    const logs = await ports.reportEvidence(planTranscript(facts, transcript, rules));
    return {
      sessionId: facts.session.id,
      attributed: facts.caller.kind === 'attributed',
      trail: identity.trail,
      sent: [...identity.sent, ...logs.sent],
      held: [...identity.held, ...logs.held],
    };
  } finally {
    if (transcript.kind === 'read') await transcript.dispose();
  }
};

/**
 * Reports the sessions of a batch of uploaded transcripts: gather the facts of all, then plan and report each. One that fails
 * takes no other with it. Never throws.
 *
 * @returns an outcome for every request; the same outcome for two requests that speak of one object
 */
export const reportTranscripts = async (
  ports: Ports,
  rules: ReportingRules,
  requests: readonly TranscriptUploaded[],
): Promise<ReadonlyMap<Request, Outcome>> => {
  const sessions = bySession(requests);
  const facts = await gatherFacts(
    ports,
    sessions.map((session) => sought(session, rules.identityDeadlineMinutes)),
  );
  const outcomes = new Map<Request, Outcome>();
  const reportSession = async ({ session, uploads }: UploadedSession): Promise<void> => {
    const known = facts.get(session.id) ?? new Error(`nothing was gathered about ${session.id}`);
    // One after the other: they share a trail, and each must see what the one before left there.
    for (const { transcript, requests } of uploads) {
      const outcome =
        known instanceof Error
          ? failed(known)
          : await reportUpload(ports, rules, known, transcript).then(
              (report): Outcome => ({ kind: 'reported', report }),
              failed,
            );
      for (const request of requests) outcomes.set(request, outcome);
    }
  };
  await pMap(sessions, reportSession, { concurrency: SESSIONS_AT_A_TIME });
  return outcomes;
};
