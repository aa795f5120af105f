import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { type AttestationName, comparedFields, subjectOf } from '../evidence/attestations';
import { canonicalAttestation } from '../evidence/canonical';
import type { ApiToken, AuditPorts, HeldEvidence } from '../ports';
import type { Time } from '../time';
import { listTrail } from './attestation-list';
import type { KosliPlace } from './kosli-error';
import { kosliHttp } from './kosli-http';

const UserData = v.fallback(v.record(v.string(), v.unknown()), {});
const Listed = v.object({
  attestation_name: v.optional(v.unknown()),
  is_compliant: v.optional(v.unknown()),
  user_data: v.optional(v.unknown()),
  // Seconds.
  created_at: v.fallback(v.number(), 0),
});

/** Evidence, and when Kosli got it. */
interface ListedEvidence {
  readonly evidence: HeldEvidence;
  readonly createdAt: number;
}

/**
 * Reads from Kosli what a trail holds about the subjects. A trail that does not exist holds nothing; in which order Kosli lists
 * is not documented, so the evidence is sorted by the time Kosli got it.
 *
 * @throws DependencyUnavailableError; SetupError when the token is refused, or there is no such flow or organization
 */
export const trailReader = (
  place: KosliPlace,
  token: ApiToken,
  time: Time,
  failed?: () => void,
): AuditPorts['readTrail'] => {
  const list = { http: kosliHttp(place, token, time, failed), place, time };
  return async (trail, names, subjects) => {
    const read = (name: AttestationName, listed: unknown): ListedEvidence | null => {
      const { created_at: createdAt, ...content } = v.parse(Listed, listed);
      const userData = v.parse(UserData, content.user_data);
      const subject = subjectOf(userData);
      if (!subjects.has(subject)) return null;
      const evidence = {
        name,
        subject,
        compared: comparedFields(name, userData),
        compliant: content.is_compliant === true,
        sha256: createHash('sha256').update(canonicalAttestation(content)).digest('hex'),
      };
      return { evidence, createdAt };
    };
    const held = await listTrail(list, trail, names, read);
    return held.toSorted((one, other) => one.createdAt - other.createdAt).map(({ evidence }) => evidence);
  };
};
