import type { ComparedFields } from '../evidence/attestation';
import type { AttestationName } from '../evidence/attestations';
import { EXPECTED_ATTESTATIONS } from '../evidence/expected';
import type { SessionId } from '../session/session-id';

/** An attestation of a session, as its trail holds it. */
export interface AttestationOfSession {
  readonly name: AttestationName;
  readonly compared: ComparedFields;
  /** Hex SHA-256 of its canonical text. */
  readonly sha256: string;
}

/** What Kosli holds of a session. */
export interface SessionOnKosli {
  readonly id: SessionId;
  /** Null where nobody can tell any more which trail it is on. */
  readonly trail: string | null;
  /** Oldest first. */
  readonly held: readonly AttestationOfSession[];
}

/** One line of the list: a session, and where its evidence is. */
export interface SessionLine {
  readonly session_id: string;
  readonly trail: string | null;
  /** Of the transcript, as the newest `command-logs` that has one says; null where none has. */
  readonly bucket: string | null;
  readonly key: string | null;
  readonly version_id: string | null;
  readonly sha256: string | null;
  /** For each attestation the SHA-256 of every report of it, sorted. */
  readonly attestations: Readonly<Record<string, readonly string[]>>;
}

/** Whether S3 keeps no versions of this place, or none for now: another object may have taken it. */
export const isUnversioned = (versionId: string | null): boolean =>
  versionId === null || versionId === 'null';

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The newest `command-logs` that names a transcript. */
const newestLogs = (held: readonly AttestationOfSession[]): ComparedFields => {
  const logs = held.filter(({ name }) => name === 'command-logs').map(({ compared }) => compared);
  return logs.findLast(({ sha256 }) => text(sha256) !== null) ?? {};
};

/** S3's ETag of the transcript of a session's line; null where `command-logs` does not say. */
export const etagOf = ({ held }: SessionOnKosli): string | null => text(newestLogs(held).etag);

const transcriptOf = (held: readonly AttestationOfSession[]) => {
  const newest = newestLogs(held);
  return {
    bucket: text(newest.bucket),
    key: text(newest.key),
    version_id: text(newest.version_id),
    sha256: text(newest.sha256),
  };
};

export const sessionLine = ({ id, trail, held }: SessionOnKosli): SessionLine => ({
  session_id: id,
  trail,
  ...transcriptOf(held),
  attestations: Object.fromEntries(
    EXPECTED_ATTESTATIONS.map((expected) => [
      expected,
      held
        .filter(({ name }) => name === expected)
        .map(({ sha256 }) => sha256)
        .toSorted(),
    ]),
  ),
});

/** A line as it is attached and hashed: JSON without white space, the fields in this order. */
export const lineText = (line: SessionLine): string => {
  const { session_id, trail, bucket, key, version_id, sha256, attestations } = line;
  const hashes = Object.fromEntries(EXPECTED_ATTESTATIONS.map((name) => [name, attestations[name] ?? []]));
  return JSON.stringify({ session_id, trail, bucket, key, version_id, sha256, attestations: hashes });
};

/** Sorted by session id, by code units; ids are ASCII, so that is by bytes. */
export const sortLines = (lines: readonly SessionLine[]): readonly SessionLine[] =>
  lines.toSorted(({ session_id: one }, { session_id: other }) => (one < other ? -1 : one > other ? 1 : 0));

/** The attestations that a session lacks. */
export const lacking = ({ attestations }: SessionLine): readonly AttestationName[] =>
  EXPECTED_ATTESTATIONS.filter((name) => (attestations[name] ?? []).length === 0);
