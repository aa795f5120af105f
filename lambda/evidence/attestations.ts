import type { ComparedFields, UserData } from './attestation';

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

/** All attestations, and what makes two of one session the same evidence. */
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
  // The bytes; or, if the object is gone, which object it was.
  'command-logs': compare(['sha256', 'key', 'version_id', 'etag'], (now, held) =>
    sameIn(now.sha256 === null ? ['key', 'version_id', 'etag'] : ['sha256'], now, held),
  ),
} as const;

export type AttestationName = keyof typeof ATTESTATIONS;

export const comparisonOf = (name: AttestationName): Comparison => ATTESTATIONS[name];

/** The compared fields of an attestation's `user_data`, whether it is planned or on a trail. */
export const comparedFields = (name: AttestationName, userData: UserData | ComparedFields): ComparedFields =>
  Object.fromEntries(comparisonOf(name).fields.map((field) => [field, userData[field]]));
