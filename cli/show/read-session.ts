import { ReporterError } from '../../lambda/reporter-error';
import type { SessionId } from '../../lambda/session/session-id';
import type { Account } from '../deployment/open-account';
import type { ListedEvidence } from '../kosli/list-evidence';
import { type EvidencePorts, findEvidence } from './find-evidence';
import { sessionOfAttestations } from './session-of-attestations';
import type { ShownAttestation, ShownSession, ShownTranscript } from './shown-session';
import type { TranscriptPlace } from './transcript-bytes';

/** One session, and what was found about its transcript that the session itself does not say. */
export interface ReadSession {
  readonly session: ShownSession;
  /** Where its bytes are; null when they were not read. */
  readonly place: TranscriptPlace | null;
  /**
   * `same`: the bytes are those that were attested. `different`, `gone`: they are not, any more. `refused`: nobody knows, as they could
   * not be read. `none`: nothing was attested.
   */
  readonly content: 'same' | 'different' | 'gone' | 'refused' | 'none';
}

export type ReadSessionPorts = EvidencePorts & Pick<Account, 'fetchTranscript'>;

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const shownOf = ({
  name,
  compliant,
  reason,
  reportedAt,
  url,
  userData,
}: ListedEvidence): ShownAttestation => ({
  name,
  compliant,
  reason,
  reportedAt: reportedAt?.toISOString() ?? null,
  url,
  userData,
});

/** The page of a trail is that of its attestations without the one. */
const trailUrlOf = (held: readonly ListedEvidence[]): string | null => {
  const url = held.find((one) => one.url !== null)?.url ?? '';
  if (!URL.canParse(url)) return null;
  const page = new URL(url);
  page.search = '';
  return page.href;
};

type ReadTranscript = Pick<ReadSession, 'place' | 'content'> & { readonly transcript: ShownTranscript };

const notRead = (
  content: ReadSession['content'],
  location: string | null,
  reason: string,
): ReadTranscript => ({ place: null, content, transcript: { kind: 'not-read', location, reason } });

/** Reads the object that the last `command-logs` with a hash names, and compares the hash. */
const readTranscript = async (
  { fetchTranscript }: Pick<Account, 'fetchTranscript'>,
  held: readonly ListedEvidence[],
): Promise<ReadTranscript> => {
  const logs = held.filter(({ name }) => name === 'command-logs');
  const attested = logs.findLast(({ userData }) => textOf(userData.sha256) !== null);
  if (attested === undefined) {
    const why = logs.at(-1)?.reason;
    return notRead('none', null, why ?? 'Kosli has no command-logs attestation that names one.');
  }
  const { bucket, key, version_id, sha256, attached } = attested.userData;
  const place = { bucket: textOf(bucket) ?? '', key: textOf(key) ?? '', versionId: textOf(version_id) };
  const location = `s3://${place.bucket}/${place.key}`;
  // Without its ETag: an object that has taken the place of the one that was attested is read, and said to be another.
  const ref = { ...place, etag: null, sizeBytes: null, uploadedAt: new Date(0), writerPrincipalId: null };
  try {
    const read = await fetchTranscript(ref);
    if (read.kind === 'gone') {
      const copy =
        attached === 'verbatim' || attached === 'gzip' ? ' Kosli has the copy that was attached.' : '';
      return notRead('gone', location, `the object that was attested is not in S3 any more.${copy}`);
    }
    await read.dispose();
    return {
      place: { ...place, versionId: read.versionId },
      content: read.sha256 === sha256 ? 'same' : 'different',
      transcript: { kind: 'read', location, versionId: read.versionId, sha256: read.sha256 },
    };
  } catch (error) {
    if (!(error instanceof ReporterError)) throw error;
    return notRead('refused', location, error.message);
  }
};

/**
 * Reads what Kosli holds of a session, and its transcript from S3.
 *
 * @param trail null to find it by the call that opened the session
 * @throws CommandError when the trail cannot be told; when Kosli, CloudTrail or ECS gave no answer
 */
export const readSession = async (
  ports: ReadSessionPorts,
  settings: { readonly trailNameTemplate: string },
  id: SessionId,
  trail: string | undefined,
): Promise<ReadSession> => {
  const found = await findEvidence(ports, settings, id, trail);
  const { transcript, place, content } = await readTranscript(ports, found.held);
  const session = sessionOfAttestations(
    id,
    { name: found.trail, url: trailUrlOf(found.held) },
    found.held.map(shownOf),
    transcript,
  );
  return { session, place, content };
};
