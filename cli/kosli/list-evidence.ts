import * as v from 'valibot';
import type { Subject } from '../../lambda/evidence/attestation';
import { type AttestationName, subjectOf } from '../../lambda/evidence/attestations';
import { listTrail } from '../../lambda/kosli/attestation-list';
import type { KosliPlace } from '../../lambda/kosli/kosli-error';
import { kosliHttp } from '../../lambda/kosli/kosli-http';
import { textOrNull } from '../../lambda/lenient';
import type { ApiToken } from '../../lambda/ports';
import type { Time } from '../../lambda/time';

/** An attestation of a trail, with all that it says. */
export interface ListedEvidence {
  readonly name: AttestationName;
  readonly subject: Subject;
  readonly compliant: boolean;
  /** Why it is not compliant, where it says so. */
  readonly reason: string | null;
  /** When Kosli got it. */
  readonly reportedAt: Date | null;
  /** Its page on Kosli. */
  readonly url: string | null;
  readonly userData: Readonly<Record<string, unknown>>;
}

/** What a trail holds about these subjects, oldest first; nothing when there is no such trail. */
export type ReadEvidence = (
  trail: string,
  names: readonly AttestationName[],
  subjects: ReadonlySet<Subject>,
) => Promise<readonly ListedEvidence[]>;

const Listed = v.object({
  is_compliant: v.optional(v.unknown()),
  user_data: v.fallback(v.record(v.string(), v.unknown()), {}),
  // Seconds.
  created_at: v.fallback(v.nullable(v.number()), null),
  html_url: textOrNull,
});

const evidenceOf = (name: AttestationName, listed: unknown): ListedEvidence => {
  const { is_compliant, user_data: userData, created_at: createdAt, html_url: url } = v.parse(Listed, listed);
  const compliant = is_compliant === true;
  return {
    name,
    subject: subjectOf(userData as Parameters<typeof subjectOf>[0]),
    compliant,
    reason: !compliant && typeof userData.reason === 'string' ? userData.reason : null,
    reportedAt: createdAt === null ? null : new Date(createdAt * 1000),
    url,
    userData,
  };
};

/** @throws DependencyUnavailableError; SetupError when the token is refused, or there is no such flow or organization */
export const evidenceReader = (place: KosliPlace, token: ApiToken, time: Time): ReadEvidence => {
  const list = { http: kosliHttp(place, token, time), place, time };
  return async (trail, names, subjects) => {
    const held = await listTrail(list, trail, names, (name, listed) => {
      const evidence = evidenceOf(name, listed);
      return subjects.has(evidence.subject) ? evidence : null;
    });
    return held.toSorted(
      (one, other) => (one.reportedAt?.getTime() ?? 0) - (other.reportedAt?.getTime() ?? 0),
    );
  };
};
