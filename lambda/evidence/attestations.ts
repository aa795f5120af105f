import type { ComparedFields, Subject, UserData } from './attestation';

/** How two attestations of one name and session are told apart. */
interface Comparison {
  /** The fields of `user_data` that are compared; nothing else of what a trail holds is kept in memory. */
  readonly fields: readonly string[];
  /** Whether the attestation on the trail already says everything that the new one would. */
  readonly saysNothingNew: (now: ComparedFields, held: ComparedFields) => boolean;
}

const sameIn = (fields: readonly string[], now: ComparedFields, held: ComparedFields): boolean =>
  fields.every((field) => now[field] === held[field]);

/** The same value, or one that could not be determined this time: then the earlier one stands. */
const sameOrUnknown = (field: string, now: ComparedFields, held: ComparedFields): boolean =>
  now[field] === null || now[field] === held[field];

/** Whether the digest verdict says nothing new. A record without one is from event history, and counts as confirmed. */
const sameVerdict = (
  { digest_verified: now = 'true' }: ComparedFields,
  { digest_verified: held = 'true' }: ComparedFields,
): boolean =>
  now === held || now === 'pending' || ((now === 'unlisted' || now === 'unchecked') && held !== 'pending');

/** Whether every record that contradicts the caller is already on the trail. */
const sameRecords = ({ disagreeing_records: now = null }: ComparedFields, held: ComparedFields): boolean =>
  now === null || now === held.disagreeing_records;

/** A call is attested once. */
const ONCE_PER_CALL: Comparison = {
  fields: ['cloudtrail_event_id'],
  saysNothingNew: (now, held) => now.cloudtrail_event_id === held.cloudtrail_event_id,
};

/** What is compared of two statements of a day besides their revision. */
const STATED_FIELDS = [
  'calls_in_cloudtrail',
  'transcripts_in_s3',
  'sessions_on_kosli',
  'refused_calls',
  'bypasses',
  'open',
  'merkle_root',
] as const;

/** Whether two statements of a day say the same, whichever revisions they are. */
export const stateTheSame = (one: ComparedFields, other: ComparedFields): boolean =>
  sameIn(STATED_FIELDS, one, other);

/** All attestations, and what makes two of one subject the same evidence. */
const ATTESTATIONS = {
  // The call, and how far CloudTrail confirms its record.
  'user-identity': {
    fields: ['cloudtrail_event_id', 'digest_verified', 'disagreeing_records'],
    saysNothingNew: (now, held) =>
      sameOrUnknown('cloudtrail_event_id', now, held) && sameVerdict(now, held) && sameRecords(now, held),
  },
  // What the task was started from.
  'service-identity': {
    fields: ['task_definition_arn'],
    saysNothingNew: (now, held) => sameOrUnknown('task_definition_arn', now, held),
  },
  // The bytes; or, if the object is gone, which object it was.
  'command-logs': {
    fields: ['sha256', 'bucket', 'key', 'version_id', 'etag'],
    saysNothingNew: (now, held) =>
      sameIn(now.sha256 === null ? ['key', 'version_id', 'etag'] : ['sha256'], now, held),
  },
  'access-denied': ONCE_PER_CALL,
  'session-bypass': ONCE_PER_CALL,
  // The revision as well: a day may come to be as it was stated before.
  completeness: {
    fields: ['revision', ...STATED_FIELDS],
    saysNothingNew: (now, held) => now.revision === held.revision && stateTheSame(now, held),
  },
} as const satisfies Record<string, Comparison>;

export type AttestationName = keyof typeof ATTESTATIONS;

export const comparisonOf = (name: AttestationName): Comparison => ATTESTATIONS[name];

/** The compared fields of an attestation's `user_data`, whether it is planned or on a trail. */
export const comparedFields = (name: AttestationName, userData: UserData | ComparedFields): ComparedFields =>
  Object.fromEntries(comparisonOf(name).fields.map((field) => [field, userData[field]]));

/** What an attestation is about, by the `user_data` every attestation has. */
export const subjectOf = ({ session_id, cloudtrail_event_id, date }: UserData | ComparedFields): Subject =>
  String(session_id ?? cloudtrail_event_id ?? date);
