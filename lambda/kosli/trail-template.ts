import type { AttestationName } from '../evidence/attestations';

/** The attestations a trail must hold (flow template v1); Kosli shows it as incomplete until it has them all. */
export const trailTemplate = (expected: readonly AttestationName[]): string =>
  [
    'version: 1',
    'trail:',
    '  attestations:',
    ...expected.map((name) => `    - {name: ${name}, type: generic}`),
    '',
  ].join('\n');
