import { ATTESTATION_NAMES } from '../evidence/attestation';

/** What a trail must hold to be complete, so that Kosli shows it as incomplete until it does (flow template v1). */
export const TRAIL_TEMPLATE = [
  'version: 1',
  'trail:',
  '  attestations:',
  ...ATTESTATION_NAMES.map((name) => `    - {name: ${name}, type: generic}`),
  '',
].join('\n');
