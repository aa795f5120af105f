import { isComplete, type StatementOfDay } from '../completeness/statement-of-day';
import type { AwsLocation } from '../session/session';
import type { ComparedFields, Evidence, UserData } from './attestation';
import { comparedFields, subjectOf } from './attestations';
import { truncate } from './truncate';

/** A statement among those of its day and of the day before. */
export interface Revision {
  /** 1 for the first statement of the day. */
  readonly number: number;
  /** Root of the newest statement of the day before; null when there is none. */
  readonly previousRoot: string | null;
  /** Whether that day has attestations of this name, none of which is a statement. */
  readonly previousLeftAside?: boolean;
}

const SHA256_HEX = /^[0-9a-f]{64}$/;

/** Whether an attestation that is on a statement's trail under its name is one: others may attest there too. */
export const isStatement = ({ revision, merkle_root: root }: ComparedFields): boolean =>
  Number.isSafeInteger(revision) && Number(revision) > 0 && typeof root === 'string' && SHA256_HEX.test(root);

/** The trail of a day's statements. */
export const completenessTrail = ({ accountId, region }: AwsLocation, date: string): string =>
  `completeness-${accountId}-${region}-${date}`;

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const descriptionOf = (statement: StatementOfDay): string => {
  const { date, callsInCloudTrail, transcriptsInS3, sessionsOnKosli, open, unreadableCalls } = statement;
  const unreadable =
    unreadableCalls.length === 0
      ? ''
      : ` Calls that cannot be read, so that nobody can tell which session they opened: ${unreadableCalls.length}.`;
  if (isComplete(statement)) {
    return callsInCloudTrail === 0
      ? `No ECS Exec session was opened on ${date} (UTC).`
      : `Every ECS Exec session of ${date} (UTC) is reported, with its transcript: ${callsInCloudTrail}.`;
  }
  return (
    `Not compliant: of ${plural(callsInCloudTrail, 'session')} that CloudTrail shows on ${date} (UTC), ` +
    `${transcriptsInS3} have a transcript in S3 and ${sessionsOnKosli} are on Kosli; ${open.length} are open.${unreadable}`
  );
};

/** Beyond that many, calls that cannot be read are only counted, so that the open sessions are named as well. */
const MAX_UNREADABLE_NAMED = 10;

const openText = ({ unreadableCalls, open }: StatementOfDay): string | null => {
  const rest = unreadableCalls.length - MAX_UNREADABLE_NAMED;
  const named = [
    ...unreadableCalls.slice(0, MAX_UNREADABLE_NAMED),
    ...(rest > 0 ? [`further calls that cannot be read: ${rest}`] : []),
    ...open,
  ];
  return named.length === 0 ? null : truncate(named.join('; '));
};

/** The fields of a statement that follow from the day alone, by their `user_data` names. */
export const statedFields = (statement: StatementOfDay) =>
  ({
    calls_in_cloudtrail: statement.callsInCloudTrail,
    transcripts_in_s3: statement.transcriptsInS3,
    sessions_on_kosli: statement.sessionsOnKosli,
    refused_calls: statement.refusedCalls,
    bypasses: statement.bypasses,
    unreadable_calls: statement.unreadableCalls.length,
    open: openText(statement),
    merkle_root: statement.merkleRoot,
  }) satisfies UserData;

const LEFT_ASIDE =
  ' The trail of the day before holds a completeness attestation that is not a statement of this reporter; it is left aside, ' +
  'so that previous_root is null.';

/** The daily statement, on a trail of its own, whose template expects nothing else. */
export const planCompleteness = (
  location: AwsLocation,
  statement: StatementOfDay,
  { number, previousRoot, previousLeftAside = false }: Revision,
  { reporterVersion }: { readonly reporterVersion: string },
): Evidence => {
  const trail = completenessTrail(location, statement.date);
  const userData = {
    session_id: null,
    cloudtrail_event_id: null,
    reporter_version: reporterVersion,
    date: statement.date,
    revision: number,
    ...statedFields(statement),
    previous_root: previousRoot,
  };
  const subject = subjectOf(userData);
  return {
    subject,
    trail,
    expects: ['completeness'],
    attestations: [
      {
        name: 'completeness',
        compliant: isComplete(statement),
        description: descriptionOf(statement) + (previousLeftAside ? LEFT_ASIDE : ''),
        userData,
        attachment:
          statement.lines === ''
            ? null
            : { filename: `${trail}-revision-${number}.jsonl`, text: statement.lines },
        subject,
        sessionId: null,
        compared: comparedFields('completeness', userData),
      },
    ],
  };
};
