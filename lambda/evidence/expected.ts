import type { AttestationName } from './attestations';

/** What a session's trail must hold to be complete, in the order it is reported. A trail may also hold other attestations. */
export const EXPECTED_ATTESTATIONS = [
  'user-identity',
  'service-identity',
  'command-logs',
] as const satisfies readonly AttestationName[];
