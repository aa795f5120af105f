import type { Evidence } from '../evidence/attestation';
import type { Reported } from '../ports';
import type { Time } from '../time';
import { attestInFull } from './attest-in-full';
import { heldAttestations } from './held-attestations';
import type { KosliPlace } from './kosli-error';
import { kosliHttp, type Token } from './kosli-http';
import { kosliTrail } from './kosli-trail';

/**
 * Puts a session's evidence on its trail, each attestation once. A trail that was just begun holds nothing; of a known
 * one is read what it holds, because S3, EventBridge and SQS all deliver at least once and Kosli keeps every report.
 *
 * @param sessions the batch's
 */
export const evidenceReporter = (
  place: KosliPlace,
  token: Token,
  time: Time,
  sessions: ReadonlySet<string>,
) => {
  const http = kosliHttp(place, token, time);
  const held = heldAttestations(http, place, time, sessions);
  const failures = new Map<string, unknown>();

  const report = async ({ trail: name, attestations }: Evidence): Promise<Reported> => {
    const trail = kosliTrail(http, place, name, held, time);
    const begun = await trail.begin();
    // All lists at once: where one takes a minute, three take no longer.
    const isHeld =
      begun === 'known' ? await Promise.all(attestations.map(trail.holds)) : attestations.map(() => false);
    const sent: string[] = [];
    const present: string[] = [];
    for (const [index, attestation] of attestations.entries()) {
      if (isHeld[index] === true) {
        present.push(attestation.name);
      } else {
        await attestInFull(trail, attestation, time);
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
