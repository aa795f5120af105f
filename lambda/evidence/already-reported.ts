import type { Attestation, AttestationName } from './attestation';

/** An attestation a trail holds already, as far as it is compared: `session_id` and its `COMPARED_FIELDS`. */
export interface HeldAttestation {
  readonly userData: Readonly<Record<string, unknown>>;
}

/** The fields of `user_data` that tell one attestation of a session from another; nothing else of those held is kept. */
export const COMPARED_FIELDS: Record<AttestationName, readonly string[]> = {
  'user-identity': ['cloudtrail_event_id', 'digest_verified', 'disagreeing_records'],
  'service-identity': ['task_definition_arn'],
  'command-logs': ['sha256', 'key', 'version_id', 'etag'],
};

type UserData = HeldAttestation['userData'];

const sameIn = (fields: readonly string[], now: UserData, held: UserData): boolean =>
  fields.every((field) => now[field] === held[field]);

/** Where a fact could not be found this time, whatever was found before stands. */
const saysNoMore = (field: string, now: UserData, held: UserData): boolean =>
  now[field] === null || now[field] === held[field];

/** Whether CloudTrail's verdict on the record of a call says nothing new. What event history shows is its own word. */
const sameVerdict = (
  { digest_verified: now = 'true' }: UserData,
  { digest_verified: held = 'true' }: UserData,
): boolean =>
  now === held || now === 'pending' || ((now === 'unlisted' || now === 'unchecked') && held !== 'pending');

/** Whether no record is told of that the held identity does not tell of. */
const sameRecords = ({ disagreeing_records: now = null }: UserData, held: UserData): boolean =>
  now === null || now === held.disagreeing_records;

/** What makes two attestations of one session the same evidence: the call, what the task was made from, the bytes. */
const IS_SAME: Record<AttestationName, (now: UserData, held: UserData) => boolean> = {
  'user-identity': (now, held) =>
    saysNoMore('cloudtrail_event_id', now, held) && sameVerdict(now, held) && sameRecords(now, held),
  'service-identity': (now, held) => saysNoMore('task_definition_arn', now, held),
  // Of an object that is gone, only what was told of this very object before says the same.
  'command-logs': (now, held) =>
    sameIn(now.sha256 === null ? ['key', 'version_id', 'etag'] : ['sha256'], now, held),
};

/**
 * Whether a trail already holds this evidence of this session, so that a message delivered twice reports once. Details
 * may have changed since (ECS has forgotten the task, the reporter was upgraded); that is not new evidence, and finding
 * less than last time never replaces what was found.
 */
export const isHeld = (attestation: Attestation, held: readonly HeldAttestation[]): boolean =>
  held.some(
    ({ userData }) =>
      userData.session_id === attestation.userData.session_id &&
      IS_SAME[attestation.name](attestation.userData, userData),
  );
