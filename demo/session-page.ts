import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sessionPage } from '../cli/show/page/session-page';
import { sessionOfAttestations } from '../cli/show/session-of-attestations';
import type { ShownAttestation } from '../cli/show/shown-session';
import type { ReportedAttestation, Trail } from '../stand-ins/kosli/ledger';
import { sha256Of } from '../stand-ins/sha256';
import { KOSLI } from '../stand-ins/stage';
import { PROJECT } from '../stand-ins/terraform/synthesise';
import type { Expectation } from './expectation';

/** Within the project. */
const PAGE = join('dist', 'session-page.html');

const shownOf =
  (url: string) =>
  (report: ReportedAttestation): ShownAttestation => {
    const { reason } = report.user_data ?? {};
    return {
      name: report.attestation_name,
      compliant: report.is_compliant,
      reason: typeof reason === 'string' ? reason : null,
      reportedAt: new Date(report.created_at * 1000).toISOString(),
      url: `${url}?attestation_id=${report.attestation_id}`,
      userData: report.user_data ?? {},
    };
  };

/**
 * Writes what the command `show` makes of a session.
 *
 * @returns where it is, from the project
 */
export const writeSessionPage = async (
  { name, attestations }: Trail,
  bucket: string,
  { sessionId, transcript, key }: Expectation,
): Promise<string> => {
  const url = `https://app.kosli.com/${KOSLI.org}/flows/${KOSLI.flow}/trails/${name}`;
  const logs = attestations.find(({ attestation_name }) => attestation_name === 'command-logs');
  const version = logs?.user_data?.version_id;
  const session = sessionOfAttestations(sessionId, { name, url }, attestations.map(shownOf(url)), {
    kind: 'read',
    location: `s3://${bucket}/${key}`,
    versionId: typeof version === 'string' ? version : null,
    sha256: sha256Of(transcript),
  });
  const file = join(PROJECT, PAGE);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await sessionPage(session, transcript));
  return PAGE;
};
