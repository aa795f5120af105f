import type { Attestation } from '../evidence/attestation';
import type { AttestationName } from '../evidence/attestations';
import type { Time } from '../time';
import type { HeldAttestations } from './held-attestations';
import type { KosliPlace } from './kosli-error';
import type { AttemptTimeout, KosliHttp } from './kosli-http';
import { attestationBody, trailBody } from './payload';
import { readBeginning } from './read-beginning';

/** A trail in the flow, as the reporter uses it. */
export interface KosliTrail {
  /** Begins the trail if necessary, with these attestations to hold, and tells whether it existed before. */
  readonly begin: (expected: readonly AttestationName[]) => Promise<'begun' | 'known'>;
  /** Whether the trail already holds this evidence. */
  readonly holds: (attestation: Attestation) => Promise<boolean>;
  /** Whether this invocation put it there, which is all that a trail it has just begun can hold. */
  readonly holdsAdded: (attestation: Attestation) => boolean;
  /** Whether the trail holds it now, whatever an earlier read has shown. */
  readonly holdsNow: (attestation: Attestation) => Promise<boolean>;
  /** Adds an attestation. Kosli keeps every one it is sent, so never call this for what the trail already holds. */
  readonly attest: (attestation: Attestation) => Promise<void>;
}

const SMALL_REQUEST_TIMEOUT: AttemptTimeout = { maxMs: 60_000, share: 1 / 4 };
/** Leaves time for a smaller variant of the attestation when the file does not get through. */
const FILE_UPLOAD_TIMEOUT: AttemptTimeout = { maxMs: 120_000, share: 1 / 2 };

/** `PUT /trails` and `POST /attestations` of Kosli's API v2. */
export const kosliTrail = (
  http: KosliHttp,
  { org, flow }: KosliPlace,
  name: string,
  held: HeldAttestations,
  time: Time,
): KosliTrail => ({
  begin: async (expected) => {
    const response = await http({
      method: 'put',
      path: ['trails', org, flow],
      doing: `begin trail "${name}"`,
      form: () => trailBody(name, expected),
      timeout: SMALL_REQUEST_TIMEOUT,
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
      timeout: attachment !== null && 'path' in attachment ? FILE_UPLOAD_TIMEOUT : SMALL_REQUEST_TIMEOUT,
    });
    held.add(name, attestation);
    await readBeginning(response, time);
  },
});
