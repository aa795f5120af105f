import type { ComparedFields, Subject, UserData } from './attestation';

/** How two attestations of one name and session are told apart. */
interface Comparison<Field extends string = string> {
  /** The fields of `user_data` that are compared; nothing else of what a trail holds is kept in memory. */
  readonly fields: readonly Field[];
  /** Whether the attestation on the trail already says everything that the new one would. */
  readonly saysNothingNew: (now: ComparedFields<Field>, held: ComparedFields<Field>) => boolean;
}

/** Compares nothing but `fields`: any other is undefined on both sides, so that new evidence would pass for old. */
const compare = <Field extends string>(
  fields: readonly Field[],
  saysNothingNew: Comparison<NoInfer<Field>>['saysNothingNew'],
): Comparison => ({ fields, saysNothingNew });

const sameIn = <Field extends string>(
  fields: readonly NoInfer<Field>[],
  now: ComparedFields<Field>,
  held: ComparedFields<Field>,
): boolean => fields.every((field) => now[field] === held[field]);

/** The same value, or one that could not be determined this time: then the earlier one stands. */
const sameOrUnknown = <Field extends string>(
  field: NoInfer<Field>,
  now: ComparedFields<Field>,
  held: ComparedFields<Field>,
): boolean => now[field] === null || now[field] === held[field];

/** Whether the digest verdict says nothing new. A record without one is from event history, and counts as confirmed. */
const sameVerdict = (
  { digest_verified: now = 'true' }: ComparedFields<'digest_verified'>,
  { digest_verified: held = 'true' }: ComparedFields<'digest_verified'>,
): boolean =>
  now === held || now === 'pending' || ((now === 'unlisted' || now === 'unchecked') && held !== 'pending');

/** Whether every record that contradicts the caller is already on the trail. */
const sameRecords = (
  { disagreeing_records: now = null }: ComparedFields<'disagreeing_records'>,
  held: ComparedFields<'disagreeing_records'>,
): boolean => now === null || now === held.disagreeing_records;

/** A field that was left out, by an older release for example, is not known either. */
const isSet = (value: unknown): boolean => value !== null && value !== undefined;

/** Whether the writer says nothing new: not every notification names one, and only a wrong one has to be said. */
const sameWriter = (now: ComparedFields, held: ComparedFields): boolean =>
  now.writer_matches_task !== 'false' || held.writer_matches_task === 'false';

/** Whether they are about the same two contents, in whichever order. */
const samePair = (now: ComparedFields, held: ComparedFields): boolean =>
  sameIn(['first_sha256', 'second_sha256'], now, held) ||
  (now.first_sha256 === held.second_sha256 && now.second_sha256 === held.first_sha256);

/** A call is attested once. */
const ONCE_PER_CALL = compare(
  ['cloudtrail_event_id'],
  (now, held) => now.cloudtrail_event_id === held.cloudtrail_event_id,
);

/** What is compared of two statements of a day besides their revision. */
const STATED_FIELDS = [
  'calls_in_cloudtrail',
  'transcripts_in_s3',
  'sessions_on_kosli',
  'refused_calls',
  'bypasses',
  'unreadable_calls',
  'open',
  'merkle_root',
] as const;

/** Older releases did not count calls that cannot be read. */
const counted = (stated: ComparedFields): ComparedFields => ({
  ...stated,
  unreadable_calls: stated.unreadable_calls ?? 0,
});

/** Whether two statements of a day say the same, whichever revisions they are. */
export const stateTheSame = (one: ComparedFields, other: ComparedFields): boolean =>
  sameIn(STATED_FIELDS, counted(one), counted(other));

/** All attestations, and what makes two of one subject the same evidence. */
const ATTESTATIONS = {
  // The call, and how far CloudTrail confirms its record.
  'user-identity': compare(
    ['cloudtrail_event_id', 'digest_verified', 'disagreeing_records'],
    (now, held) =>
      sameOrUnknown('cloudtrail_event_id', now, held) && sameVerdict(now, held) && sameRecords(now, held),
  ),
  // What the task was started from.
  'service-identity': compare(['task_definition_arn'], (now, held) =>
    sameOrUnknown('task_definition_arn', now, held),
  ),
  // The bytes, and that somebody else than the task wrote them; if the object is gone, which object it was; if there never was
  // one, why.
  'command-logs': compare(
    [
      'sha256',
      'bucket',
      'key',
      'version_id',
      'etag',
      'uploaded_at',
      'writer_principal_id',
      'writer_matches_task',
      'cause',
    ],
    (now, held) => {
      if (isSet(now.sha256)) return now.sha256 === held.sha256 && sameWriter(now, held);
      return isSet(now.cause)
        ? !isSet(held.cause) || now.cause === 'unknown' || now.cause === held.cause
        : !isSet(held.cause) && sameIn(['key', 'version_id', 'etag'], now, held);
    },
  ),
  // The two contents, whichever was uploaded first; or the object that was deleted.
  'transcript-replaced': compare(
    ['first_sha256', 'first_key', 'first_version_id', 'second_sha256'],
    (now, held) =>
      isSet(now.second_sha256)
        ? samePair(now, held)
        : !isSet(held.second_sha256) && sameIn(['first_sha256', 'first_key', 'first_version_id'], now, held),
  ),
  'access-denied': ONCE_PER_CALL,
  'session-bypass': ONCE_PER_CALL,
  // The revision as well: a day may come to be as it was stated before.
  completeness: compare(
    ['revision', ...STATED_FIELDS],
    (now, held) => now.revision === held.revision && stateTheSame(now, held),
  ),
} as const;

export type AttestationName = keyof typeof ATTESTATIONS;

export const comparisonOf = (name: AttestationName): Comparison => ATTESTATIONS[name];

/** The compared fields of an attestation's `user_data`, whether it is planned or on a trail. */
export const comparedFields = (name: AttestationName, userData: UserData | ComparedFields): ComparedFields =>
  Object.fromEntries(comparisonOf(name).fields.map((field) => [field, userData[field]]));

/** What an attestation is about, by the `user_data` every attestation has. */
export const subjectOf = ({ session_id, cloudtrail_event_id, date }: UserData | ComparedFields): Subject =>
  String(session_id ?? cloudtrail_event_id ?? date);
