import type { Attestation, ComparedFields, Subject } from './attestation';
import { comparisonOf } from './attestations';

/** The compared fields of an attestation that a trail holds. */
export interface HeldAttestation {
  readonly subject: Subject;
  readonly compared: ComparedFields;
}

/**
 * Whether a trail already holds this evidence of this session, so that a message delivered twice is reported once. Details
 * may have changed since (ECS has forgotten the task, the reporter was upgraded); that is not new evidence, and finding
 * less than last time never replaces what was found.
 *
 * @param held attestations of the same name
 */
export const alreadyReported = (
  { name, subject, compared }: Attestation,
  held: readonly HeldAttestation[],
): boolean =>
  held.some(
    (other) => other.subject === subject && comparisonOf(name).saysNothingNew(compared, other.compared),
  );
