import type { Evidence } from '../evidence/attestation';
import type { Reported } from '../outcome';
import type { ApiToken } from '../ports';
import type { Time } from '../time';
import { attestWithFallback } from './attest-with-fallback';
import { heldAttestations } from './held-attestations';
import type { KosliPlace } from './kosli-error';
import { kosliHttp } from './kosli-http';
import { type KosliTrail, kosliTrail } from './kosli-trail';

/**
 * Puts a session's evidence on its trail, each attestation once. A trail that was just begun holds nothing; of a known
 * one is read what it holds, because S3, EventBridge and SQS all deliver at least once and Kosli keeps every report.
 *
 * @param sessions the batch's
 */
export const evidenceReporter = (
  place: KosliPlace,
  token: ApiToken,
  time: Time,
  sessions: ReadonlySet<string>,
) => {
  const http = kosliHttp(place, token, time);
  const held = heldAttestations(http, place, time, sessions);
  const trails = new Map<
    string,
    { readonly trail: KosliTrail; readonly begun: Promise<'begun' | 'known'> }
  >();
  const failures = new Map<string, unknown>();

  /** Every trail is begun once in an invocation; one that did not answer is not asked again. */
  const begin = (name: string) => {
    const known = trails.get(name);
    if (known !== undefined) return known;
    const trail = kosliTrail(http, place, name, held, time);
    const beginning = { trail, begun: trail.begin() };
    trails.set(name, beginning);
    return beginning;
  };

  const report = async ({ trail: name, attestations }: Evidence): Promise<Reported> => {
    const { trail, begun } = begin(name);
    const isHeld = (await begun) === 'known' ? trail.holds : trail.holdsAdded;
    const sent: string[] = [];
    const present: string[] = [];
    for (const attestation of attestations) {
      if (await isHeld(attestation)) {
        present.push(attestation.name);
      } else {
        await attestWithFallback(trail, attestation, time);
        sent.push(attestation.name);
      }
    }
    return { trail: name, sent, held: present };
  };

  return async (evidence: Evidence): Promise<Reported> => {
    const { sessionId } = evidence;
    // What Kosli stored of a session that failed shows only later: its next transcript must not send the same again now.
    if (failures.has(sessionId)) throw failures.get(sessionId);
    try {
      return await report(evidence);
    } catch (error) {
      failures.set(sessionId, error);
      throw error;
    }
  };
};
