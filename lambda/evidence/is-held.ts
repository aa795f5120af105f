import type { Attestation, AttestationName } from './attestation';

/** An attestation a trail holds already, as far as it is compared. */
export interface HeldAttestation {
  readonly userData: Readonly<Record<string, unknown>>;
}

/**
 * What makes two attestations of one session the same evidence: the call, what the task was made from, the bytes. Null
 * where the fact could not be found.
 */
const DECIDING_FIELD: Record<AttestationName, string> = {
  'user-identity': 'cloudtrail_event_id',
  'service-identity': 'task_definition_arn',
  'command-logs': 'sha256',
};

/**
 * Whether a trail already holds this evidence of this session, so that a message delivered twice reports once. Details
 * may have changed since (ECS has forgotten the task, the reporter was upgraded); that is no new evidence, and finding
 * less than last time never replaces what was found.
 */
export const isHeld = (attestation: Attestation, held: readonly HeldAttestation[]): boolean => {
  const field = DECIDING_FIELD[attestation.name];
  const { session_id, [field]: value } = attestation.userData;
  return held.some(
    ({ userData }) => userData.session_id === session_id && (value === null || userData[field] === value),
  );
};
