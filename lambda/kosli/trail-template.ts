import { EXPECTED_ATTESTATIONS } from '../evidence/expected';

/** What a trail must hold to be complete, so that Kosli shows it as incomplete until it does (flow template v1). */
export const TRAIL_TEMPLATE = [
  'version: 1',
  'trail:',
  '  attestations:',
  ...EXPECTED_ATTESTATIONS.map((name) => `    - {name: ${name}, type: generic}`),
  '',
].join('\n');
