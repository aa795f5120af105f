import * as v from 'valibot';
import { alreadyReported, type HeldAttestation } from '../evidence/already-reported';
import type { Attestation, Subject } from '../evidence/attestation';
import { type AttestationName, comparedFields, subjectOf } from '../evidence/attestations';
import { EXPECTED_ATTESTATIONS } from '../evidence/expected';
import type { Time } from '../time';
import { listAttestations } from './attestation-list';
import type { KosliPlace } from './kosli-error';
import type { KosliHttp } from './kosli-http';

/** What the trails hold. Each list is read once per invocation. */
export interface HeldAttestations {
  /** Whether the trail already holds this evidence. The first call reads everything the trail holds, of every subject. */
  readonly holds: (trail: string, attestation: Attestation) => Promise<boolean>;
  /** The same, but reads the list again. */
  readonly holdsNow: (trail: string, attestation: Attestation) => Promise<boolean>;
  /** Whether it was added in this invocation. */
  readonly holdsAdded: (trail: string, attestation: Attestation) => boolean;
  /** Records what this invocation put on a trail. */
  readonly add: (trail: string, attestation: Attestation) => void;
}

const Report = v.object({ user_data: v.fallback(v.record(v.string(), v.unknown()), {}) });

/** @param subjects of this batch; attestations of others are not kept */
export const heldAttestations = (
  http: KosliHttp,
  place: KosliPlace,
  time: Time,
  subjects: ReadonlySet<Subject>,
): HeldAttestations => {
  const lists = new Map<string, Promise<readonly HeldAttestation[]>>();
  const added = new Map<string, HeldAttestation[]>();
  const keyOf = (trail: string, name: AttestationName) => JSON.stringify([trail, name]);

  // Only the compared fields, and only of these subjects.
  const list = (trail: string, name: AttestationName): Promise<readonly HeldAttestation[]> =>
    listAttestations({ http, place, time }, trail, name, (listed) => {
      const { user_data } = v.parse(Report, listed);
      const subject = subjectOf(user_data);
      return subjects.has(subject) ? { subject, compared: comparedFields(name, user_data) } : null;
    });
  const listNow = (trail: string, name: AttestationName) => {
    const reading = list(trail, name);
    // Callers that need the list await it and see the failure; without this, an unused list would be an unhandled rejection.
    reading.catch(() => {});
    lists.set(keyOf(trail, name), reading);
    return reading;
  };
  const isAmong = (trail: string, attestation: Attestation, held: readonly HeldAttestation[]) =>
    alreadyReported(attestation, [...held, ...(added.get(keyOf(trail, attestation.name)) ?? [])]);

  return {
    holds: async (trail, attestation) => {
      // All lists at once: if one takes a minute, three take no longer.
      for (const name of new Set([...EXPECTED_ATTESTATIONS, attestation.name]))
        if (!lists.has(keyOf(trail, name))) listNow(trail, name);
      return isAmong(trail, attestation, (await lists.get(keyOf(trail, attestation.name))) ?? []);
    },
    holdsAdded: (trail, attestation) => isAmong(trail, attestation, []),
    holdsNow: async (trail, attestation) =>
      isAmong(trail, attestation, await listNow(trail, attestation.name)),
    add: (trail, { name, subject, compared }) => {
      const key = keyOf(trail, name);
      added.set(key, [...(added.get(key) ?? []), { subject, compared }]);
    },
  };
};
