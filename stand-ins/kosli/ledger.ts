import { randomUUID } from 'node:crypto';
import type { AttestationPayload, TrailPayload } from './payloads';
import type { ReceivedFile } from './read-form';

/** An attestation as it was reported. Nothing here is ever changed or removed. */
export interface ReportedAttestation extends AttestationPayload {
  readonly attestation_id: string;
  /** Epoch seconds. */
  readonly created_at: number;
  readonly attachment: ReceivedFile | null;
}

export interface Trail {
  readonly name: string;
  /** The attestations its template expects; null when it was begun without one. */
  readonly expected: readonly string[] | null;
  readonly created_at: number;
  readonly attestations: readonly ReportedAttestation[];
}

type ComplianceState = 'COMPLIANT' | 'NON-COMPLIANT' | 'INCOMPLETE';

const latest = (trail: Trail, name: string): ReportedAttestation | undefined =>
  trail.attestations.findLast(({ attestation_name }) => attestation_name === name);

/** Each attestation a trail expects or has, by its latest report. */
export const statusesOf = (trail: Trail) => {
  const expected = trail.expected ?? [];
  const reported = trail.attestations.map(({ attestation_name }) => attestation_name);
  return [...new Set([...expected, ...reported])].map((name) => {
    const report = latest(trail, name);
    return {
      attestation_name: name,
      attestation_type: 'generic',
      attestation_id: report?.attestation_id ?? null,
      overridden_attestation_id: null,
      status: report === undefined ? 'MISSING' : 'COMPLETE',
      is_compliant: report?.is_compliant ?? null,
      unexpected: !expected.includes(name),
    };
  });
};

// With one missing and one not compliant, which of the two Kosli shows is not documented.
export const complianceStateOf = (trail: Trail): ComplianceState => {
  const statuses = statusesOf(trail);
  if (statuses.some(({ status }) => status === 'MISSING')) return 'INCOMPLETE';
  return statuses.every(({ is_compliant }) => is_compliant) ? 'COMPLIANT' : 'NON-COMPLIANT';
};

/** The trails of one flow. @param now in epoch seconds */
export const openLedger = (now = () => Date.now() / 1000) => {
  const trails = new Map<string, Trail & { attestations: ReportedAttestation[] }>();
  const begin = ({ name }: Pick<TrailPayload, 'name'>, expected: readonly string[] | null) => {
    const known = trails.get(name);
    trails.set(name, {
      name,
      expected: expected ?? known?.expected ?? null,
      created_at: known?.created_at ?? now(),
      attestations: known?.attestations ?? [],
    });
    return known === undefined ? 'begun' : 'updated';
  };
  return {
    trails: trails as ReadonlyMap<string, Trail>,
    begin,
    /** What nobody can do to Kosli, and a test has to: another trail in the place of the one of its name, or none. */
    replace: (trail: Trail): void => {
      trails.set(trail.name, { ...trail, attestations: [...trail.attestations] });
    },
    forget: (trail: string): void => {
      trails.delete(trail);
    },
    /** Where the trail was not begun, Kosli begins it without a template. */
    attest: (trail: string, payload: AttestationPayload, attachment: ReceivedFile | null): void => {
      if (!trails.has(trail)) begin({ name: trail }, null);
      const attestation = { ...payload, attestation_id: randomUUID(), created_at: now(), attachment };
      trails.get(trail)?.attestations.push(attestation);
    },
  };
};
export type Ledger = ReturnType<typeof openLedger>;
