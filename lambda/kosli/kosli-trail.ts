import type { Attestation } from '../evidence/attestation';
import type { Time } from '../time';
import type { HeldAttestations } from './held-attestations';
import type { KosliPlace } from './kosli-error';
import type { KosliHttp, Patience } from './kosli-http';
import { attestationBody, trailBody } from './payload';
import { readBeginning } from './read-beginning';

/** A trail in the flow, as the reporter uses it. */
export interface KosliTrail {
  /** Begins the trail if need be; whether it was there before. */
  readonly begin: () => Promise<'begun' | 'known'>;
  /** Whether the trail holds this evidence already. */
  readonly holds: (attestation: Attestation) => Promise<boolean>;
  /** Whether this invocation put it there: all that a trail can hold which it has just begun. */
  readonly holdsAdded: (attestation: Attestation) => boolean;
  /** Whether the trail holds it now, whatever an earlier look has shown. */
  readonly holdsNow: (attestation: Attestation) => Promise<boolean>;
  /** Adds an attestation. Kosli keeps every one it is sent, so never call it for what the trail holds. */
  readonly attest: (attestation: Attestation) => Promise<void>;
}

const FOR_A_WORD: Patience = { maxMs: 60_000, share: 1 / 4 };
/** So that a smaller form of the attestation still has its turn when a file does not get through. */
const FOR_A_FILE: Patience = { maxMs: 120_000, share: 1 / 2 };

/** `PUT /trails` and `POST /attestations` of Kosli's API v2. */
export const kosliTrail = (
  http: KosliHttp,
  { org, flow }: KosliPlace,
  name: string,
  held: HeldAttestations,
  time: Time,
): KosliTrail => ({
  begin: async () => {
    const response = await http({
      method: 'put',
      path: ['trails', org, flow],
      doing: `begin trail "${name}"`,
      form: () => trailBody(name),
      patience: FOR_A_WORD,
    });
    await readBeginning(response, time);
    return response.status === 201 ? 'begun' : 'known';
  },
  holds: (attestation) => held.holds(name, attestation),
  holdsAdded: (attestation) => held.holdsAdded(name, attestation),
  holdsNow: (attestation) => held.holdsNow(name, attestation),
  attest: async (attestation) => {
    const { attachment } = attestation;
    const response = await http({
      method: 'post',
      path: ['attestations', org, flow, 'trail', name, 'generic'],
      doing: `attest ${attestation.name} on trail "${name}"`,
      form: () => attestationBody(attestation),
      wasCarriedOut: () => held.holdsNow(name, attestation),
      patience: attachment !== null && 'path' in attachment ? FOR_A_FILE : FOR_A_WORD,
    });
    held.add(name, attestation);
    await readBeginning(response, time);
  },
});
