import pMap from 'p-map';
import { ofSession, planIdentity, planTranscript, type SessionFacts } from './evidence/plan-evidence';
import { planReplacements } from './evidence/plan-replacements';
import { gatherFacts } from './gather-facts';
import type { Request, TranscriptUploaded } from './messages/request';
import { failed, type Outcome, type Report, type Reported } from './outcome';
import type { Ports } from './ports';
import type { ReportingRules } from './reporting-rules';
import type { SessionRef, SoughtSession } from './session/session';
import type { SessionId } from './session/session-id';
import type { GoneTranscript, Transcript, TranscriptRef } from './transcript/transcript';

/**
 * Each waits for Kosli most of the time, so the more at a time, the sooner all are done, until Kosli's lock conflicts (409) or the
 * function's memory end that. What they need of the disk is shared out when it is known how much that is.
 */
const SESSIONS_AT_A_TIME = 25;

/** One uploaded object, and every request about it. */
interface Upload {
  readonly transcript: TranscriptRef;
  readonly requests: readonly TranscriptUploaded[];
}

/** The uploads of one session, at least one, oldest first. */
interface UploadedSession {
  readonly session: SessionRef;
  readonly uploads: readonly Upload[];
}

const MINUTE_MS = 60_000;

/** Identifies an object: two notifications of it are one upload. In an unversioned bucket the ETag distinguishes objects. */
const objectKeyOf = ({ bucket, key, versionId, etag }: TranscriptRef): string =>
  JSON.stringify([bucket, key, versionId, etag]);

const bySession = (requests: readonly TranscriptUploaded[]): readonly UploadedSession[] => {
  const sessions = new Map<SessionId, { session: SessionRef; objects: Map<string, Upload> }>();
  for (const request of requests) {
    const { session, transcript } = request;
    const entry = sessions.get(session.id) ?? { session, objects: new Map<string, Upload>() };
    const upload = entry.objects.get(objectKeyOf(transcript)) ?? { transcript, requests: [] };
    entry.objects.set(objectKeyOf(transcript), { ...upload, requests: [...upload.requests, request] });
    sessions.set(session.id, entry);
  }
  return [...sessions.values()].map(({ session, objects }) => ({
    session,
    uploads: [...objects.values()].sort(
      (one, other) => one.transcript.uploadedAt.getTime() - other.transcript.uploadedAt.getTime(),
    ),
  }));
};

/** What to search for: one search per session covers all of its uploads. */
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

/** Compares the transcript with the others its trail holds of the session, and reports those with other content. */
const reportReplacements = async (
  ports: Ports,
  rules: ReportingRules,
  facts: SessionFacts,
  transcript: Transcript | GoneTranscript,
  trail: string,
): Promise<Pick<Reported, 'sent' | 'held'>> => {
  const nothing = { sent: [], held: [] };
  if (transcript.kind === 'gone') return nothing;
  const held = await ports.readHeld(trail, 'command-logs', facts.session.id);
  const replacements = planReplacements(ofSession(facts, rules), transcript.sha256, held, rules);
  return replacements.attestations.length === 0 ? nothing : ports.reportEvidence(replacements);
};

/** Reports identities first: they do not need the transcript, which may take long to read or never be readable. */
export const reportUpload = async (
  ports: Ports,
  rules: ReportingRules,
  facts: SessionFacts,
  ref: TranscriptRef,
): Promise<Report> => {
  const identity = await ports.reportEvidence(planIdentity(facts, rules));
  const transcript = await ports.fetchTranscript(ref);
  try {
    const logs = await ports.reportEvidence(planTranscript(facts, transcript, rules));
    const replaced = await reportReplacements(ports, rules, facts, transcript, logs.trail);
    return {
      subject: facts.session.id,
      attributed: facts.caller.kind === 'attributed',
      // The clocks of S3 and Lambda may differ.
      latencySeconds: Math.max(0, (ports.now().getTime() - ref.uploadedAt.getTime()) / 1000),
      trail: identity.trail,
      sent: [...identity.sent, ...logs.sent, ...replaced.sent],
      held: [...identity.held, ...logs.held, ...replaced.held],
    };
  } finally {
    if (transcript.kind === 'read') await transcript.dispose();
  }
};

/**
 * Reports the sessions of a batch of uploaded transcripts: gathers the facts of all, then plans and reports each. A failed
 * session does not affect the others. Never throws.
 *
 * @returns an outcome for every request; requests about the same object share one
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
    const known = facts.get(session.id) ?? new Error(`no facts were gathered about ${session.id}`);
    // One after another: they share a trail, and each must see what the previous one put there.
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
