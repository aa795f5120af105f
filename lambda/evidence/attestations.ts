import type { ComparedFields, UserData } from './attestation';

/** How two attestations of one name and session are told apart. */
interface Comparison {
  /** The fields of `user_data` that matter; of what a trail holds, nothing else is kept. */
  readonly fields: readonly string[];
  /** Whether what is to be said now is said already by what the trail holds. */
  readonly saysNothingNew: (now: ComparedFields, held: ComparedFields) => boolean;
}

const sameIn = (fields: readonly string[], now: ComparedFields, held: ComparedFields): boolean =>
  fields.every((field) => now[field] === held[field]);

/** Where a fact could not be found this time, whatever was found before stands. */
const sameOrUnknown = (field: string, now: ComparedFields, held: ComparedFields): boolean =>
  now[field] === null || now[field] === held[field];

/** Whether CloudTrail's verdict on the record of a call says nothing new. What event history shows is its own word. */
const sameVerdict = (
  { digest_verified: now = 'true' }: ComparedFields,
  { digest_verified: held = 'true' }: ComparedFields,
): boolean =>
  now === held || now === 'pending' || ((now === 'unlisted' || now === 'unchecked') && held !== 'pending');

/** Whether every record that contradicts the caller is known already. */
const sameRecords = ({ disagreeing_records: now = null }: ComparedFields, held: ComparedFields): boolean =>
  now === null || now === held.disagreeing_records;

/** Every attestation there is, and what makes two of one session the same evidence. */
const ATTESTATIONS = {
  // The call, and how far CloudTrail vouches for its record.
  'user-identity': {
    fields: ['cloudtrail_event_id', 'digest_verified', 'disagreeing_records'],
    saysNothingNew: (now, held) =>
      sameOrUnknown('cloudtrail_event_id', now, held) && sameVerdict(now, held) && sameRecords(now, held),
  },
  // What the task was made from.
  'service-identity': {
    fields: ['task_definition_arn'],
    saysNothingNew: (now, held) => sameOrUnknown('task_definition_arn', now, held),
  },
  // The bytes; or, of an object that is gone, which object it was.
  'command-logs': {
    fields: ['sha256', 'key', 'version_id', 'etag'],
    saysNothingNew: (now, held) =>
      sameIn(now.sha256 === null ? ['key', 'version_id', 'etag'] : ['sha256'], now, held),
  },
} as const satisfies Record<string, Comparison>;

export type AttestationName = keyof typeof ATTESTATIONS;

export const comparisonOf = (name: AttestationName): Comparison => ATTESTATIONS[name];

/** What of an attestation's `user_data` is compared, be it planned or held by a trail. */
export const comparedFields = (name: AttestationName, userData: UserData | ComparedFields): ComparedFields =>
  Object.fromEntries(comparisonOf(name).fields.map((field) => [field, userData[field]]));
