import type { GoneTranscript, Preview, Transcript } from '../transcript/transcript';
import type { Attachment, Statement } from './attestation';
import type { SessionFacts, TranscriptRules } from './plan-evidence';
import { sessionData } from './session-data';
import { writerOf } from './writer';

/** How the transcript is attached: as uploaded, gzipped, only by reference to S3, or not at all. */
export type Attached = 'verbatim' | 'gzip' | 'reference' | 'none';

/** Ends the description of a transcript that is reported by reference. */
export const NOT_ATTACHED = ' Not attached; its bucket, key, version and SHA-256 identify the object in S3.';

/** @param limit in characters; at 0 nothing is quoted */
const previewData = ({ text, truncated, erased }: Preview, limit: number) => {
  const characters = [...text];
  return {
    preview: limit === 0 ? null : characters.slice(0, limit).join(''),
    preview_truncated: truncated || characters.length > limit,
    preview_erased: erased,
  };
};

const measuresOf = (transcript: Transcript, { previewCharacters }: TranscriptRules) => ({
  ...previewData(transcript.preview, previewCharacters),
  version_id: transcript.versionId,
  size_bytes: transcript.sizeBytes,
  sha256: transcript.sha256,
  etag: transcript.etag,
});

/** Makes the compiler require every field above for a transcript that was not read, too. */
type Measures = Readonly<Record<keyof ReturnType<typeof measuresOf>, string | number | null>>;

/** What is measured on a transcript, of one that was not read. */
export const UNMEASURED = {
  preview: null,
  preview_truncated: null,
  preview_erased: null,
  version_id: null,
  size_bytes: null,
  sha256: null,
  etag: null,
} as const satisfies Measures;

const measuresOfGone = ({ ref }: GoneTranscript): Measures => ({
  ...UNMEASURED,
  version_id: ref.versionId,
  size_bytes: ref.sizeBytes,
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

const contentReason = (transcript: Transcript | GoneTranscript): string | null => {
  if (transcript.kind === 'gone') return transcript.note;
  return transcript.blank ? 'the transcript is empty' : null;
};

const ERASED =
  ' The preview omits what was erased or overwritten on the screen, or shown on the alternate screen.';

/** The `command-logs` attestation: what was shown in the shell. */
export const commandLogs = (
  facts: SessionFacts,
  transcript: Transcript | GoneTranscript,
  rules: TranscriptRules,
): Statement => {
  const { ref } = transcript;
  const { session, caller } = facts;
  const measures = transcript.kind === 'read' ? measuresOf(transcript, rules) : measuresOfGone(transcript);
  const writer = writerOf(facts, ref.writerPrincipalId);
  const attached = attachedAs(transcript);
  const reasons = [contentReason(transcript), writer.nonComplianceReason].filter((each) => each !== null);
  const reason = reasons.join('; ');
  return {
    name: 'command-logs',
    compliant: reasons.length === 0,
    description:
      (reasons.length === 0 ? 'The transcript of the session, as uploaded.' : `Not compliant: ${reason}.`) +
      (measures.preview !== null && measures.preview_erased ? ERASED : '') +
      (attached === 'reference' ? NOT_ATTACHED : ''),
    userData: {
      ...measures,
      bucket: ref.bucket,
      key: ref.key,
      uploaded_at: ref.uploadedAt.toISOString(),
      ...writer.data,
      ...sessionData(caller, ref.uploadedAt),
      attached,
      ...(reasons.length === 0 ? {} : { reason }),
    },
    attachment: attachmentOf(session.id, transcript),
  };
};
