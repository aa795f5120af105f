import { createHash } from 'node:crypto';
import type { ShownAttestation, ShownSession } from '../../../cli/show/shown-session';
import { CLUSTER_ARN, SESSION_ID, TASK_ARN } from '../../../stand-ins/recorded-session/session';

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const attestation = (name: string, userData: ShownAttestation['userData']): ShownAttestation => ({
  name,
  compliant: true,
  reason: null,
  reportedAt: '2026-07-31T12:32:41Z',
  url: null,
  userData: { session_id: SESSION_ID, ...userData },
});

/** A session of which everything is known, in whatever is left out. */
export const shownSession = (
  transcript: Uint8Array = Buffer.from(''),
  given: Partial<ShownSession> = {},
): ShownSession => ({
  sessionId: SESSION_ID,
  caller: {
    principalId: 'AROAEXAMPLEROLEID1234:alice@example.com',
    arn: 'arn:aws:sts::111122223333:assumed-role/Dev/alice@example.com',
    type: 'AssumedRole',
    sourceIp: '203.0.113.10',
    userAgent: 'aws-cli/2.17.32',
    mfa: true,
  },
  what: {
    clusterArn: CLUSTER_ARN,
    service: 'checkout',
    taskArn: TASK_ARN,
    container: 'app',
    image: 'checkout:42',
    command: '/bin/bash',
  },
  where: { accountId: '111122223333', region: 'eu-central-1' },
  when: {
    openedAt: '2026-07-31T12:25:25.000Z',
    endedAt: '2026-07-31T12:32:25.000Z',
    uploadedAt: '2026-07-31T12:32:31.000Z',
  },
  trail: { name: 'AROAEXAMPLEROLEID1234-alice', url: 'https://app.kosli.com/acme/flows/exec/trails/alice' },
  attestations: [
    attestation('user-identity', { type: 'AssumedRole' }),
    attestation('service-identity', { service_name: 'checkout' }),
    attestation('command-logs', { sha256: sha256Of(transcript), size_bytes: transcript.length }),
  ],
  transcript: {
    kind: 'read',
    location: 's3://acme-exec-logs/production/session.log',
    versionId: 'v1',
    sha256: sha256Of(transcript),
  },
  ...given,
});

/** The same with a text in the place of every text in it. */
export const withEveryText = (session: ShownSession, text: string): ShownSession => {
  const replaced = (value: unknown): unknown => {
    if (typeof value === 'string') return text;
    if (Array.isArray(value)) return value.map(replaced);
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaced(each)]));
    return value;
  };
  const { kind, sha256 } = session.transcript as { kind: 'read'; sha256: string };
  const transcript = { kind, location: text, versionId: text, sha256 };
  return { ...(replaced(session) as ShownSession), transcript };
};
