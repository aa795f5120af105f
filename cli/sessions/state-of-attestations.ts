import type { AttestationName } from '../../lambda/evidence/attestations';
import { EXPECTED_ATTESTATIONS } from '../../lambda/evidence/expected';
import type { ListedEvidence } from '../kosli/list-evidence';
import type { AttestationState } from './listed-call';

/** What an attestation that is not there means. */
export type Absent = Extract<AttestationState, 'awaited' | 'missing' | 'unknown'>;

const stateOf = (
  name: AttestationName,
  held: readonly ListedEvidence[],
  absent: Absent,
): AttestationState => {
  const ofName = held.filter((evidence) => evidence.name === name);
  if (ofName.length === 0) return absent;
  return ofName.every(({ compliant }) => compliant) ? 'ok' : 'not compliant';
};

/** The state of each attestation that is expected, and of what the trail holds besides. */
export const stateOfAttestations = (
  held: readonly ListedEvidence[],
  absent: Absent,
  expected: readonly AttestationName[] = EXPECTED_ATTESTATIONS,
): Readonly<Partial<Record<AttestationName, AttestationState>>> => {
  const names = new Set([...expected, ...held.map(({ name }) => name)]);
  return Object.fromEntries([...names].map((name) => [name, stateOf(name, held, absent)]));
};

export const lacksAny = (held: readonly ListedEvidence[]): boolean =>
  EXPECTED_ATTESTATIONS.some((expected) => !held.some(({ name }) => name === expected));
