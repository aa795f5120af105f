import type { CallsOfDay } from './calls-of-day';
import type { Day } from './day';
import { merkleRoot } from './merkle';
import { lacking, lineText, type SessionLine, sortLines } from './session-line';

/** Why what S3 has is not counted as the transcript, where it is not simply gone. */
export type TranscriptProblem =
  /** S3 refused to say what it has. */
  | 'refused'
  /** In a bucket without versions, another object is in its place. */
  | 'overwritten';

/** A session of the day, and whether S3 has the version of its transcript that `command-logs` names. */
export interface SessionOfDay {
  readonly line: SessionLine;
  readonly transcriptInS3: boolean;
  readonly problem?: TranscriptProblem;
}

/** What is stated of a day, before it has a revision. */
export interface StatementOfDay {
  readonly date: Day;
  readonly callsInCloudTrail: number;
  readonly transcriptsInS3: number;
  readonly sessionsOnKosli: number;
  readonly refusedCalls: number;
  readonly bypasses: number;
  /** Calls that were not refused and cannot be read, as `call <event id>: <why>`, sorted. */
  readonly unreadableCalls: readonly string[];
  /** Sessions that something is missing of, as `<session id>: <what>`, sorted. */
  readonly open: readonly string[];
  /** Hex. */
  readonly merkleRoot: string;
  /** The attached list: one line a session, each ended by a line feed. */
  readonly lines: string;
}

/** What a statement says of a transcript that is not in S3. */
export const problemText = (
  { bucket, key, version_id }: SessionLine,
  problem: TranscriptProblem | undefined,
): string => {
  const where = `s3://${bucket}/${key}${version_id === null ? '' : `, version ${version_id}`}`;
  if (problem === 'refused')
    return (
      `its transcript could not be looked at (${where}): the function's role needs s3:GetObject, s3:GetObjectVersion and ` +
      's3:ListBucket there'
    );
  if (problem === 'overwritten') return `S3 has another object in the place of its transcript (${where})`;
  return `its transcript is not in S3 (${where})`;
};

const missingOf = ({ line, transcriptInS3, problem }: SessionOfDay): readonly string[] => {
  const { trail, sha256 } = line;
  if (trail === null) return ['ECS has forgotten its task, so that its trail is not known'];
  const names = lacking(line);
  const attestations = names.length === 0 ? [] : [`trail "${trail}" lacks ${names.join(', ')}`];
  if (names.includes('command-logs') || transcriptInS3) return attestations;
  return [
    ...attestations,
    sha256 === null ? 'command-logs says that there is no transcript' : problemText(line, problem),
  ];
};

/** Counts a day, hashes the list of its sessions, and says what is missing of them. */
export const statementOfDay = (
  date: Day,
  calls: CallsOfDay,
  sessions: readonly SessionOfDay[],
): StatementOfDay => {
  const lines = sortLines(sessions.map(({ line }) => line)).map(lineText);
  return {
    date,
    callsInCloudTrail: calls.opened.size,
    transcriptsInS3: sessions.filter(({ transcriptInS3 }) => transcriptInS3).length,
    sessionsOnKosli: sessions.filter(({ line }) => line.trail !== null && lacking(line).length === 0).length,
    refusedCalls: calls.refusedCalls,
    bypasses: calls.bypasses,
    unreadableCalls: [...calls.unreadable].map(([eventId, why]) => `call ${eventId}: ${why}`).toSorted(),
    open: sessions
      .flatMap((session) => {
        const missing = missingOf(session);
        return missing.length === 0 ? [] : [`${session.line.session_id}: ${missing.join(', and ')}`];
      })
      .toSorted(),
    merkleRoot: merkleRoot(lines),
    lines: lines.map((line) => `${line}\n`).join(''),
  };
};

/** Whether every call of the day can be read, and has its transcript and its evidence. */
export const isComplete = (statement: StatementOfDay): boolean =>
  statement.callsInCloudTrail === statement.transcriptsInS3 &&
  statement.callsInCloudTrail === statement.sessionsOnKosli &&
  statement.open.length === 0 &&
  statement.unreadableCalls.length === 0;
