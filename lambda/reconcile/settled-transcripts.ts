import pMap, { pMapSkip } from 'p-map';
import type { ComparedFields } from '../evidence/attestation';
import { planLoss, planReplacements } from '../evidence/plan-replacements';
import type { Loss } from '../evidence/transcript-replaced';
import { groupBy } from '../group-by';
import type { OwnMessage } from '../messages/own-message';
import type { Ports } from '../ports';
import { SetupError } from '../reporter-error';
import type { ReportingRules } from '../reporting-rules';
import type { TranscriptRef } from '../transcript/transcript';
import type { CheckedSession } from './check-sessions';
import { isOverdue } from './find-transcripts';
import { isAbout, isVersioned, type ReportedPlace, reportedPlaces, textOf } from './reported-places';

const SESSIONS_AT_A_TIME = 8;

/**
 * Whether the bytes that were reported are gone from S3; null where they are not, or nobody can tell yet: another ETag alone does
 * not say that the content is another, as the key of an encrypted object changes it.
 */
const lossOf = async (
  { audit }: Ports,
  { bucket, key, logs }: ReportedPlace,
  reported: ComparedFields,
  newest: TranscriptRef | null,
): Promise<Loss | null> => {
  if (newest !== null && isAbout(reported, newest)) return null;
  const versionId = textOf(reported.version_id);
  if (isVersioned(versionId))
    return (await audit.findTranscript({ bucket, key, versionId })) === null ? 'deleted' : null;
  // What was there before versioning was turned on is the version `null` from then on.
  const current =
    newest !== null && !isVersioned(newest.versionId)
      ? newest
      : await audit.findTranscript({ bucket, key, versionId: 'null' });
  if (current === null) return 'deleted';
  const isReplaced = logs.some(
    (other) => textOf(other.sha256) !== null && other.sha256 !== reported.sha256 && isAbout(other, current),
  );
  return isReplaced && !isAbout(reported, current) ? 'overwritten' : null;
};

/** Of the transcripts that were read each once, though Kosli may hold a report of it twice; what was never read cannot be lost. */
const readOnce = (logs: readonly ComparedFields[]): readonly ComparedFields[] => {
  const read = logs.filter(({ sha256 }) => textOf(sha256) !== null);
  return [...groupBy(read, ({ sha256, version_id }) => JSON.stringify([sha256, version_id ?? null])).values()]
    .map(([first]) => first)
    .filter((first) => first !== undefined);
};

/** What S3 shows of one key. */
interface FoundPlace {
  readonly losses: readonly { readonly reported: ComparedFields; readonly loss: Loss }[];
  /** The newest object there, if no `command-logs` is about it. */
  readonly unreported: TranscriptRef | null;
}

const lookAt = async (ports: Ports, rules: ReportingRules, place: ReportedPlace): Promise<FoundPlace> => {
  const { bucket, key, logs } = place;
  const newest = await ports.audit.findTranscript({ bucket, key, versionId: null });
  const losses = await pMap(
    readOnce(logs),
    async (reported) => {
      const loss = await lossOf(ports, place, reported, newest);
      return loss === null ? pMapSkip : { reported, loss };
    },
    { concurrency: 1 },
  );
  const isUnreported =
    newest !== null &&
    // Another bucket has a reporter of its own.
    bucket === rules.transcriptBucket &&
    // What has just been uploaded has a message of its own on its way.
    isOverdue(newest.uploadedAt, ports.now(), rules) &&
    // The same ETag is the same bytes, in whichever version.
    !logs.some(
      (reported) => isAbout(reported, newest) || (newest.etag !== null && reported.etag === newest.etag),
    );
  return { losses, unreported: isUnreported ? newest : null };
};

/** So that the log line does not grow with the sessions. */
const MAX_NAMED = 20;

/** A key that S3 refused to say anything of. */
interface Refusal extends Pick<ReportedPlace, 'bucket' | 'key'> {
  readonly error: SetupError;
}

const warnOfRefusals = ({ audit }: Ports, refusals: readonly Refusal[]): void => {
  for (const [bucket, ofBucket] of groupBy(refusals, (refusal) => refusal.bucket)) {
    const keys = ofBucket.map(({ key }) => key).slice(0, MAX_NAMED);
    audit.warn(
      `Reported transcripts that were not checked, in bucket "${bucket}": ${ofBucket.length}. Whether they are still as they were ` +
        `reported is not known. ${ofBucket[0]?.error.message ?? ''}`,
      { keys, not_named: ofBucket.length - keys.length },
    );
  }
};

/**
 * Looks once more at the objects that were reported. One that was deleted or overwritten since is reported as
 * `transcript-replaced`: the evidence on Kosli stays, and what it was made from is gone. Another object under its key, which nothing
 * has announced, is returned as a message that has it reported and compared. What S3 refuses to say (of the bucket of another
 * reporter, for example) is left out, with a warning.
 */
export const checkReported = async (
  ports: Ports,
  rules: ReportingRules,
  sessions: readonly CheckedSession[],
): Promise<readonly OwnMessage[]> => {
  const messages: OwnMessage[] = [];
  const refusals: Refusal[] = [];
  const look = async ({ session, trail, held }: CheckedSession): Promise<void> => {
    const placed = { sessionId: session.id, eventId: session.eventId, trail };
    for (const place of reportedPlaces(held)) {
      const found = await lookAt(ports, rules, place).catch((error: unknown) => {
        if (error instanceof SetupError) return { ...place, error };
        throw error;
      });
      if ('error' in found) {
        refusals.push(found);
        continue;
      }
      // One after another: each has to see what the one before it put on the trail.
      for (const { reported, loss } of found.losses)
        await ports.reportEvidence(planLoss(placed, reported, loss, rules));
      if (found.unreported !== null) messages.push({ kind: 'transcript', object: found.unreported });
    }
  };
  await pMap(sessions, look, { concurrency: SESSIONS_AT_A_TIME });
  warnOfRefusals(ports, refusals);
  return messages;
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
