import { ATTESTATIONS } from '../../stand-ins/attestations';
import type { Kosli } from '../../stand-ins/kosli/kosli';
import type { ReportedSession } from './session';

const EXPECTED = ATTESTATIONS.toSorted().join(', ');

/**
 * Checks that Kosli holds exactly what it should of a session, and the transcript byte for byte.
 *
 * @returns what it holds, in words
 */
export const checkKosli = (kosli: Kosli, sessionId: string, session: ReportedSession): string => {
  const reported = [...kosli.trails.values()].flatMap(({ name: trail, attestations }) =>
    attestations
      .filter(({ user_data }) => user_data?.session_id === sessionId)
      .map((attestation) => ({ trail, ...attestation })),
  );
  const names = reported.map(({ attestation_name }) => attestation_name).sort();
  if (names.join(', ') !== EXPECTED || !reported.every(({ is_compliant }) => is_compliant)) {
    throw new Error(`expected ${EXPECTED}, each compliant, and Kosli has ${JSON.stringify(reported)}`);
  }
  const logs = reported.find(({ attestation_name }) => attestation_name === 'command-logs');
  if (!logs?.attachment?.bytes?.equals(session.transcript)) {
    throw new Error('the transcript on Kosli is not the one that was uploaded');
  }
  if (logs.user_data?.version_id !== session.versionId) {
    throw new Error(
      `version ${session.versionId} was uploaded, and Kosli was told ${logs.user_data?.version_id}`,
    );
  }
  return `${EXPECTED} on trail ${logs.trail}`;
};
