import type { GoneTranscript, Transcript, TranscriptRef } from '../transcript/transcript';
import type { Attachment, Attestation } from './attestation';
import type { Caller } from './caller';
import { cut } from './truncate';

/** How the transcript goes with its attestation: as uploaded, gzipped, by reference to S3 alone, or not at all. */
export type Attached = 'verbatim' | 'gzip' | 'reference' | 'none';

const timesOf = (caller: Caller, ref: TranscriptRef) => {
  const startedAt =
    caller.kind === 'attributed' ? caller.session.openedAt : (caller.trace?.startedAt ?? null);
  // Without SSM's word the upload stands for the end: the agent uploads once, right after the shell closed.
  const endedAt = caller.trace?.endedAt ?? ref.uploadedAt;
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
        command: caller.session.command === null ? null : cut(caller.session.command),
        interactive: caller.session.interactive,
      }
    : { command: null, interactive: null };

const attachmentOf = (ref: TranscriptRef, transcript: Transcript): Attachment | null =>
  transcript.path === null ? null : { filename: `${ref.sessionId}.log`, path: transcript.path };

const measuresOf = (ref: TranscriptRef, transcript: Transcript | GoneTranscript) => {
  if (transcript.kind === 'gone') {
    const { versionId, sizeBytes, etag } = ref;
    return {
      preview: null,
      preview_truncated: null,
      preview_erased: null,
      version_id: versionId,
      size_bytes: sizeBytes,
      sha256: null,
      etag,
    };
  }
  const { preview, versionId, sizeBytes, sha256, etag } = transcript;
  return {
    preview: preview.text,
    preview_truncated: preview.truncated,
    preview_erased: preview.erased,
    version_id: versionId,
    size_bytes: sizeBytes,
    sha256,
    etag,
  };
};

const attachedAs = (transcript: Transcript | GoneTranscript): Attached => {
  if (transcript.kind === 'gone') return 'none';
  return transcript.path === null ? 'reference' : 'verbatim';
};

const objection = (transcript: Transcript | GoneTranscript): string | null => {
  if (transcript.kind === 'gone') return transcript.note;
  return transcript.blank ? 'the transcript is empty' : null;
};

const ERASED =
  ' Its preview lacks what was erased or drawn over on the screen, or shown on the alternate one.';

/** What was shown in the shell. */
export const commandLogs = (
  caller: Caller,
  ref: TranscriptRef,
  transcript: Transcript | GoneTranscript,
): Attestation => {
  const reason = objection(transcript);
  return {
    name: 'command-logs',
    compliant: reason === null,
    description:
      (reason === null ? 'The transcript of the session, as uploaded.' : `Not compliant: ${reason}.`) +
      (transcript.kind === 'read' && transcript.preview.erased ? ERASED : ''),
    userData: {
      ...measuresOf(ref, transcript),
      bucket: ref.bucket,
      key: ref.key,
      uploaded_at: ref.uploadedAt.toISOString(),
      ...commandOf(caller),
      ...timesOf(caller, ref),
      attached: attachedAs(transcript),
      ...(reason === null ? {} : { reason }),
    },
    attachment: transcript.kind === 'read' ? attachmentOf(ref, transcript) : null,
  };
};
