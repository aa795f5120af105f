import { EXPECTED_ATTESTATIONS } from '../evidence/expected';

/** The attestations a trail must hold (flow template v1); Kosli shows it as incomplete until it has them all. */
export const TRAIL_TEMPLATE = [
  'version: 1',
  'trail:',
  '  attestations:',
  ...EXPECTED_ATTESTATIONS.map((name) => `    - {name: ${name}, type: generic}`),
  '',
].join('\n');
