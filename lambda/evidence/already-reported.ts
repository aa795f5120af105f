import type { Attestation, ComparedFields } from './attestation';
import { comparisonOf } from './attestations';

/** An attestation a trail holds, as far as it is compared. */
export interface HeldAttestation {
  readonly sessionId: string;
  readonly compared: ComparedFields;
}

/**
 * Whether a trail already holds this evidence of this session, so that a message delivered twice reports once. Details
 * may have changed since (ECS has forgotten the task, the reporter was upgraded); that is not new evidence, and finding
 * less than last time never replaces what was found.
 *
 * @param held attestations of the same name
 */
export const alreadyReported = (
  { name, sessionId, compared }: Attestation,
  held: readonly HeldAttestation[],
): boolean =>
  held.some(
    (other) => other.sessionId === sessionId && comparisonOf(name).saysNothingNew(compared, other.compared),
  );
