import * as v from 'valibot';
import { lenientObject, textOrNull } from '../lenient';
import type { ComparedFields, Statement } from './attestation';

/** A transcript as `command-logs` on a trail describes it. */
export interface ReportedTranscript {
  /** Null when it was not read. */
  readonly sha256: string | null;
  readonly key: string | null;
  readonly version_id: string | null;
  /** ISO 8601, UTC, milliseconds. */
  readonly uploaded_at: string | null;
  readonly writer_principal_id: string | null;
}

const Reported = lenientObject({
  sha256: textOrNull,
  key: textOrNull,
  version_id: textOrNull,
  uploaded_at: textOrNull,
  writer_principal_id: textOrNull,
});

/** @param held what a trail holds of a `command-logs`; of an older release, it may lack some of it */
export const reportedTranscript = (held: ComparedFields): ReportedTranscript => v.parse(Reported, held);

const NOTHING: ReportedTranscript = {
  sha256: null,
  key: null,
  version_id: null,
  uploaded_at: null,
  writer_principal_id: null,
};

const pairOf = (first: ReportedTranscript, second: ReportedTranscript) => ({
  first_sha256: first.sha256,
  first_key: first.key,
  first_version_id: first.version_id,
  first_uploaded_at: first.uploaded_at,
  first_writer_principal_id: first.writer_principal_id,
  second_sha256: second.sha256,
  second_key: second.key,
  second_version_id: second.version_id,
  second_uploaded_at: second.uploaded_at,
  second_writer_principal_id: second.writer_principal_id,
});

const described = ({ uploaded_at, writer_principal_id, sha256 }: ReportedTranscript): string =>
  `uploaded ${uploaded_at ?? 'at an unknown time'} by ${writer_principal_id ?? 'an unknown writer'} (SHA-256 ${sha256 ?? 'unknown'})`;

const statementOf = (reason: string, first: ReportedTranscript, second: ReportedTranscript): Statement => ({
  name: 'transcript-replaced',
  compliant: false,
  description: `Not compliant: ${reason}.`,
  userData: { ...pairOf(first, second), reason },
  attachment: null,
});

/** The `transcript-replaced` attestation: two transcripts of one session differ, and the agent uploads only one. */
export const replacedTranscript = (first: ReportedTranscript, second: ReportedTranscript): Statement =>
  statementOf(
    `the session has a transcript ${described(first)}, and another with other content ${described(second)}`,
    first,
    second,
  );

/** How the bytes of a reported transcript were lost. */
export type Loss = 'deleted' | 'overwritten';

const LOSSES: Readonly<Record<Loss, string>> = {
  deleted: 'was deleted after it was reported',
  overwritten: 'was overwritten after it was reported, and the bucket kept no version of it',
};

/** The same for one that is gone: the object that was reported is not there any more. */
export const lostTranscript = (reported: ReportedTranscript, loss: Loss): Statement =>
  statementOf(`the transcript ${described(reported)} ${LOSSES[loss]}`, reported, NOTHING);
