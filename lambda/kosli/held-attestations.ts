import * as v from 'valibot';
import { alreadyReported, type HeldAttestation } from '../evidence/already-reported';
import type { Attestation, ComparedFields, Subject } from '../evidence/attestation';
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
  /** What the trail holds of one name about a subject, what was added in this invocation last. */
  readonly read: (
    trail: string,
    name: AttestationName,
    subject: Subject,
  ) => Promise<readonly ComparedFields[]>;
  /** Of that only what was added in this invocation. */
  readonly readAdded: (trail: string, name: AttestationName, subject: Subject) => readonly ComparedFields[];
  /** Whether the trail already holds this evidence, but reads the list again. */
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
  /** All expected lists at once: if one takes a minute, three take no longer. */
  const listOnce = async (trail: string, name: AttestationName) => {
    for (const each of new Set([...EXPECTED_ATTESTATIONS, name]))
      if (!lists.has(keyOf(trail, each))) listNow(trail, each);
    return (await lists.get(keyOf(trail, name))) ?? [];
  };
  const addedTo = (trail: string, name: AttestationName) => added.get(keyOf(trail, name)) ?? [];
  const isAmong = (trail: string, attestation: Attestation, held: readonly HeldAttestation[]) =>
    alreadyReported(attestation, [...held, ...addedTo(trail, attestation.name)]);
  const about = (wanted: Subject, held: readonly HeldAttestation[]) =>
    held.filter(({ subject }) => subject === wanted).map(({ compared }) => compared);

  return {
    holds: async (trail, attestation) => isAmong(trail, attestation, await listOnce(trail, attestation.name)),
    holdsAdded: (trail, attestation) => isAmong(trail, attestation, []),
    holdsNow: async (trail, attestation) =>
      isAmong(trail, attestation, await listNow(trail, attestation.name)),
    read: async (trail, name, subject) =>
      about(subject, [...(await listOnce(trail, name)), ...addedTo(trail, name)]),
    readAdded: (trail, name, subject) => about(subject, addedTo(trail, name)),
    add: (trail, { name, subject, compared }) => {
      added.set(keyOf(trail, name), [...addedTo(trail, name), { subject, compared }]);
    },
  };
};
