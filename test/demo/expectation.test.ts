import { differences } from '../../demo/expectation';
import { ATTESTATIONS, EXPECTED_ATTESTATIONS } from '../../stand-ins/attestations';
import { openLedger } from '../../stand-ins/kosli/ledger';
import { sha256Of } from '../../stand-ins/sha256';

const transcript = Buffer.from('$ ls\r\n');
const EXPECTED = { trail: 'alice', sessionId: 'session-1', transcript, key: 'prod/session-1.log' };
const file = {
  filename: 'a.log',
  sizeBytes: transcript.length,
  sha256: sha256Of(transcript),
  bytes: transcript,
};
const FACTS = { session_id: 'session-1', key: EXPECTED.key, sha256: file.sha256, size_bytes: file.sizeBytes };

const reportedLedger = () => {
  const ledger = openLedger();
  ledger.begin({ name: 'alice' }, EXPECTED_ATTESTATIONS);
  for (const attestation_name of ATTESTATIONS)
    ledger.attest('alice', { attestation_name, is_compliant: true, user_data: FACTS }, file);
  return ledger;
};

describe('the demonstration succeeds only', () => {
  it('when Kosli holds exactly what it should', () => {
    expect(differences(reportedLedger().trails, EXPECTED)).toEqual([]);
  });

  it('when there is the trail, and no other', () => {
    const ledger = reportedLedger();
    ledger.begin({ name: 'bob' }, EXPECTED_ATTESTATIONS);
    expect(differences(ledger.trails, EXPECTED)).toEqual([
      'trails: found ["alice","bob"], expected ["alice"]',
    ]);
    expect(differences(openLedger().trails, EXPECTED)).toEqual(['trails: found [], expected ["alice"]']);
  });

  it('when nothing was attested twice', () => {
    const ledger = reportedLedger();
    ledger.attest('alice', { attestation_name: 'user-identity', is_compliant: true, user_data: FACTS }, null);
    expect(differences(ledger.trails, EXPECTED)).toEqual([expect.stringMatching(/^attestations: found/)]);
  });

  it('when the transcript is attached byte for byte', () => {
    const ledger = reportedLedger();
    const other = { ...EXPECTED, transcript: Buffer.from('$ pwd\r\n') };
    expect(differences(ledger.trails, other)).toEqual([
      expect.stringMatching(/^SHA-256 of the transcript/),
      expect.stringMatching(/^size of the transcript/),
      'the attached transcript is not byte for byte what was uploaded',
    ]);
  });
});
