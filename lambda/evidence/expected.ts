import type { AttestationName } from './attestations';

/** What the trail of a session must hold to be complete, in the order it is reported. Other attestations may join it. */
export const EXPECTED_ATTESTATIONS = [
  'user-identity',
  'service-identity',
  'command-logs',
] as const satisfies readonly AttestationName[];
