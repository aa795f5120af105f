import { createHash } from 'node:crypto';
import { chooseTrail } from '../lambda/completeness/choose-trail';
import { isUnversioned, sessionLine } from '../lambda/completeness/session-line';
import { problemText, type SessionOfDay } from '../lambda/completeness/statement-of-day';
import { truncate } from '../lambda/evidence/truncate';
import type { OpenedSession } from '../lambda/session/session';
import type { SessionId } from '../lambda/session/session-id';
import { trailName } from '../lambda/session/trail-name';
import type { ListedAttestation } from './attestations';
import type { Findings } from './finding';
import type { Sources, TranscriptPlace } from './sources';

/** How trails are named, and the services that `{service}` may stand for. */
export interface TrailRules {
  readonly trailNameTemplate: string;
  readonly services: readonly string[];
}

/** The trails a session may be on, by what CloudTrail recorded of its call. */
export const trailsOf = (
  { trailNameTemplate, services }: TrailRules,
  records: readonly OpenedSession[],
): readonly string[] => {
  const names = trailNameTemplate.includes('{service}') ? [...services, null] : [null];
  return [
    ...new Set(
      records.flatMap((session) =>
        names.map((serviceName) =>
          trailName(trailNameTemplate, session, { sessionId: session.id, serviceName }),
        ),
      ),
    ),
  ];
};

/** Very long values are cut in the attestation. */
const cut = (text: string | null): string | null => (text === null ? null : truncate(text));

/** Fields of `user-identity` that must be what CloudTrail recorded of the call. */
const identityOf = ({ principal, sourceIp, calledAt }: OpenedSession) => ({
  principal_id: cut(principal.principalId),
  arn: cut(principal.arn),
  source_ip: sourceIp,
  event_time: calledAt.toISOString(),
});

const checkIdentity = (
  id: SessionId,
  records: readonly OpenedSession[],
  held: readonly ListedAttestation[],
  findings: Findings,
): void => {
  const stated = held.findLast(({ name }) => name === 'user-identity')?.userData;
  if (stated === undefined) return;
  const differing = records.map((record) =>
    Object.entries(identityOf(record)).filter(([field, value]) => (stated[field] ?? null) !== value),
  );
  const [fewest = []] = differing.toSorted((one, other) => one.length - other.length);
  for (const [field, value] of fewest)
    findings.mismatch(
      'session',
      id,
      `user-identity says ${field} ${stated[field] ?? 'null'}, CloudTrail says ${value}`,
    );
};

const hashOf = async (body: AsyncIterable<Uint8Array>): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of body) hash.update(chunk);
  return hash.digest('hex');
};

const nameOf = ({ bucket, key, versionId }: TranscriptPlace): string =>
  `s3://${bucket}/${key}${versionId === null ? '' : ` (version ${versionId})`}`;

/** Whether S3 has this version; its bytes must be those that were attested, or others that took their place without versions. */
const checkTranscript = async (
  sources: Sources,
  place: TranscriptPlace,
  sha256: string,
  findings: Findings,
): Promise<'there' | 'gone' | 'overwritten'> => {
  const body = await sources.transcript(place);
  if (body === null) return 'gone';
  const found = await hashOf(body);
  if (found !== sha256 && isUnversioned(place.versionId)) {
    findings.note(`${nameOf(place)} has SHA-256 ${found} now, command-logs says ${sha256}`);
    return 'overwritten';
  }
  if (found !== sha256)
    findings.mismatch(
      'transcript',
      nameOf(place),
      `its bytes have SHA-256 ${found}, command-logs says ${sha256}`,
    );
  return 'there';
};

interface AttestedTranscript extends TranscriptPlace {
  readonly sha256: string;
}

/** Earlier versions that were attested too; without versions they are overwritten, and nothing is left to check. */
const earlierTranscripts = (
  held: readonly ListedAttestation[],
  newest: TranscriptPlace,
): readonly AttestedTranscript[] =>
  held.flatMap(({ name, userData: { bucket, key, version_id: versionId, sha256 } }) =>
    name === 'command-logs' &&
    typeof bucket === 'string' &&
    typeof key === 'string' &&
    typeof versionId === 'string' &&
    versionId !== 'null' &&
    versionId !== newest.versionId &&
    typeof sha256 === 'string'
      ? [{ bucket, key, versionId, sha256 }]
      : [],
  );

/** What AWS and Kosli hold of a session now; `statedOpen` is what its day was stated to lack. */
export const recountSession = async (
  sources: Sources,
  rules: TrailRules,
  [id, records]: readonly [SessionId, readonly OpenedSession[]],
  heldOn: (trail: string) => readonly ListedAttestation[],
  findings: Findings,
  statedOpen = '',
): Promise<SessionOfDay> => {
  const certain = !rules.trailNameTemplate.includes('{service}');
  const places = trailsOf(rules, records).map((trail) => ({
    trail,
    certain,
    held: heldOn(trail).filter(({ subject }) => subject === id),
  }));
  const session = chooseTrail(id, places);
  const held = places.find(({ trail }) => trail === session.trail)?.held ?? [];
  checkIdentity(id, records, held, findings);
  const line = sessionLine(session);
  const { bucket, key, version_id: versionId, sha256 } = line;
  if (bucket === null || key === null || sha256 === null) return { line, transcriptInS3: false };
  const newest = { bucket, key, versionId };
  for (const { sha256: earlier, ...place } of earlierTranscripts(held, newest)) {
    if ((await checkTranscript(sources, place, earlier, findings)) === 'gone')
      findings.note(`${nameOf(place)}, an earlier transcript of ${id}, is not in S3 any more`);
  }
  const transcript = await checkTranscript(sources, newest, sha256, findings);
  if (transcript === 'overwritten') return { line, transcriptInS3: false, problem: transcript };
  const transcriptInS3 = transcript === 'there';
  // What the reporter could not look at, and said so, may be there all the same.
  const refused =
    transcriptInS3 && statedOpen.includes(`${id}: `) && statedOpen.includes(problemText(line, 'refused'));
  if (refused) findings.note(`${nameOf(newest)}, which the reporter could not look at, is in S3`);
  return refused ? { line, transcriptInS3: false, problem: 'refused' } : { line, transcriptInS3 };
};
