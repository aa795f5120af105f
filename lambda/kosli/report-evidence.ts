import type { ComparedFields, Evidence, Subject } from '../evidence/attestation';
import type { AttestationName } from '../evidence/attestations';
import { EXPECTED_ATTESTATIONS } from '../evidence/expected';
import type { Reported } from '../outcome';
import type { ApiToken } from '../ports';
import type { Time } from '../time';
import { attestWithFallback } from './attest-with-fallback';
import { heldAttestations } from './held-attestations';
import type { KosliPlace } from './kosli-error';
import { kosliHttp } from './kosli-http';
import { type KosliTrail, kosliTrail } from './kosli-trail';

/**
 * Puts evidence on its trail, each attestation once. A trail that was just begun holds nothing; the contents of
 * an existing one are read, because S3, EventBridge and SQS all deliver at least once and Kosli keeps every report. `readHeld`
 * tells what a trail holds of one name about a subject of the batch, without reading a list again.
 *
 * @param subjects what the batch is about
 * @param failed called for every call that Kosli did not carry out
 */
export const evidenceReporter = (
  place: KosliPlace,
  token: ApiToken,
  time: Time,
  subjects: ReadonlySet<Subject>,
  failed?: () => void,
) => {
  const http = kosliHttp(place, token, time, failed);
  const held = heldAttestations(http, place, time, subjects);
  const trails = new Map<
    string,
    { readonly trail: KosliTrail; readonly begun: Promise<'begun' | 'known'> }
  >();
  const failures = new Map<Subject, unknown>();

  /** Every trail is begun once per invocation; a failed attempt is not repeated. */
  const begin = (name: string, expected: readonly AttestationName[]) => {
    const known = trails.get(name);
    if (known !== undefined) return known;
    const trail = kosliTrail(http, place, name, held, time);
    const entry = { trail, begun: trail.begin(expected) };
    trails.set(name, entry);
    return entry;
  };

  const report = async ({
    trail: name,
    attestations,
    expects = EXPECTED_ATTESTATIONS,
  }: Evidence): Promise<Reported> => {
    const { trail, begun } = begin(name, expects);
    const holds = (await begun) === 'known' ? trail.holds : trail.holdsAdded;
    const sent: string[] = [];
    const present: string[] = [];
    for (const attestation of attestations) {
      if (await holds(attestation)) {
        present.push(attestation.name);
      } else {
        await attestWithFallback(trail, attestation, time);
        // Not yet known where no answer came, and only the list shows that Kosli stored it.
        if (!trail.holdsAdded(attestation)) held.add(name, attestation);
        sent.push(attestation.name);
      }
    }
    return { trail: name, sent, held: present };
  };

  const reportEvidence = async (evidence: Evidence): Promise<Reported> => {
    const { subject } = evidence;
    // What Kosli stored before the failure may become visible only later, so the session's next transcript must not resend it.
    if (failures.has(subject)) throw failures.get(subject);
    held.include(subject);
    try {
      return await report(evidence);
    } catch (error) {
      failures.set(subject, error);
      throw error;
    }
  };
  const readHeld = async (
    name: string,
    attestation: AttestationName,
    subject: Subject,
  ): Promise<readonly ComparedFields[]> =>
    (await begin(name, EXPECTED_ATTESTATIONS).begun) === 'known'
      ? held.read(name, attestation, subject)
      : held.readAdded(name, attestation, subject);
  return { reportEvidence, readHeld };
};
