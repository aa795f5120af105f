import type { GoneTranscript, Transcript } from '../transcript/transcript';
import type { Attachment, Statement } from './attestation';
import type { Caller } from './caller';
import type { SessionFacts } from './plan-evidence';
import { truncate } from './truncate';

/** How the transcript goes with its attestation: as uploaded, gzipped, by reference to S3 alone, or not at all. */
export type Attached = 'verbatim' | 'gzip' | 'reference' | 'none';

const timesOf = (caller: Caller, uploadedAt: Date) => {
  const startedAt =
    caller.kind === 'attributed' ? caller.session.calledAt : (caller.trace?.startedAt ?? null);
  // Without SSM's word the upload stands for the end: the agent uploads once, right after the shell closed.
  const endedAt = caller.trace?.endedAt ?? uploadedAt;
  const seconds = startedAt === null ? null : Math.round((endedAt.getTime() - startedAt.getTime()) / 1000);
  return {
    started_at: startedAt?.toISOString() ?? null,
    ended_at: endedAt.toISOString(),
    duration_seconds: seconds,
  };
};

const commandOf = (caller: Caller) =>
  caller.kind === 'attributed'
    ? {
        command: caller.session.command === null ? null : truncate(caller.session.command),
        interactive: caller.session.interactive,
      }
    : { command: null, interactive: null };

const measuresOf = ({ preview, versionId, sizeBytes, sha256, etag }: Transcript) => ({
  preview: preview.text,
  preview_truncated: preview.truncated,
  preview_erased: preview.erased,
  version_id: versionId,
  size_bytes: sizeBytes,
  sha256,
  etag,
});

/** A field that is measured on a transcript has to say here what it is of one that is gone. */
type Measures = Readonly<Record<keyof ReturnType<typeof measuresOf>, string | number | null>>;

const measuresOfGone = ({ ref }: GoneTranscript): Measures => ({
  preview: null,
  preview_truncated: null,
  preview_erased: null,
  version_id: ref.versionId,
  size_bytes: ref.sizeBytes,
  sha256: null,
  etag: ref.etag,
});

const attachedAs = (transcript: Transcript | GoneTranscript): Attached => {
  if (transcript.kind === 'gone') return 'none';
  return transcript.path === null ? 'reference' : 'verbatim';
};

const attachmentOf = (id: string, transcript: Transcript | GoneTranscript): Attachment | null =>
  transcript.kind === 'gone' || transcript.path === null
    ? null
    : { filename: `${id}.log`, path: transcript.path };

const nonComplianceReason = (transcript: Transcript | GoneTranscript): string | null => {
  if (transcript.kind === 'gone') return transcript.note;
  return transcript.blank ? 'the transcript is empty' : null;
};

const ERASED =
  ' Its preview lacks what was erased or drawn over on the screen, or shown on the alternate screen.';

/** What was shown in the shell. */
export const commandLogs = (
  { session, caller }: SessionFacts,
  transcript: Transcript | GoneTranscript,
): Statement => {
  const { ref } = transcript;
  const reason = nonComplianceReason(transcript);
  return {
    name: 'command-logs',
    compliant: reason === null,
    description:
      (reason === null ? 'The transcript of the session, as uploaded.' : `Not compliant: ${reason}.`) +
      (transcript.kind === 'read' && transcript.preview.erased ? ERASED : ''),
    userData: {
      ...(transcript.kind === 'read' ? measuresOf(transcript) : measuresOfGone(transcript)),
      bucket: ref.bucket,
      key: ref.key,
      uploaded_at: ref.uploadedAt.toISOString(),
      ...commandOf(caller),
      ...timesOf(caller, ref.uploadedAt),
      attached: attachedAs(transcript),
      ...(reason === null ? {} : { reason }),
    },
    attachment: attachmentOf(session.id, transcript),
  };
};
