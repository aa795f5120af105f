import { ATTESTATIONS, EXPECTED_ATTESTATIONS } from '../stand-ins/attestations';
import type { Trail } from '../stand-ins/kosli/ledger';
import { sha256Of } from '../stand-ins/sha256';

/** What Kosli must hold after one session; anything beside it is a difference. */
export interface Expectation {
  readonly trail: string;
  readonly sessionId: string;
  readonly transcript: Buffer;
  /** The key the transcript was uploaded under. */
  readonly key: string;
}

const differs = (what: string, is: unknown, expected: unknown): readonly string[] =>
  JSON.stringify(is) === JSON.stringify(expected)
    ? []
    : [`${what}: found ${JSON.stringify(is)}, expected ${JSON.stringify(expected)}`];

const transcriptDiffers = (trail: Trail, { transcript, key }: Expectation): readonly string[] => {
  const report = trail.attestations.find(({ attestation_name }) => attestation_name === 'command-logs');
  const { key: reportedKey, sha256, size_bytes } = report?.user_data ?? {};
  return [
    ...differs('key of the transcript', reportedKey, key),
    ...differs('SHA-256 of the transcript', sha256, sha256Of(transcript)),
    ...differs('size of the transcript', size_bytes, transcript.length),
    ...(report?.attachment?.bytes?.equals(transcript) === true
      ? []
      : ['the attached transcript is not byte for byte what was uploaded']),
  ];
};

/** How what Kosli holds differs from what it should hold; empty when it does not. */
export const differences = (
  trails: ReadonlyMap<string, Trail>,
  expectation: Expectation,
): readonly string[] => {
  const names = differs('trails', [...trails.keys()], [expectation.trail]);
  const trail = trails.get(expectation.trail);
  if (trail === undefined) return names;
  const { expected, attestations } = trail;
  return [
    ...names,
    ...differs('attestations the trail expects', expected, EXPECTED_ATTESTATIONS),
    ...differs(
      'attestations',
      attestations.map(({ attestation_name }) => attestation_name),
      ATTESTATIONS,
    ),
    ...differs(
      'what is not compliant',
      attestations
        .filter(({ is_compliant }) => !is_compliant)
        .map(({ attestation_name }) => attestation_name),
      [],
    ),
    ...differs(
      'sessions',
      [...new Set(attestations.map(({ user_data }) => user_data?.session_id))],
      [expectation.sessionId],
    ),
    ...transcriptDiffers(trail, expectation),
  ];
};
