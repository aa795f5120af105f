import type { LimitFunction } from 'p-limit';
import * as v from 'valibot';
import type { Attestation } from '../evidence/attestation';
import { isHeld } from '../evidence/is-held';
import { OutsideUnavailableError } from '../reporter-error';
import type { KosliPlace } from './kosli-error';
import type { KosliHttp } from './kosli-http';
import { attestationBody, trailBody } from './payload';

/** A trail in the flow, as the reporter uses it. */
export interface KosliTrail {
  /** Begins the trail if need be; whether it was there before. */
  readonly begin: () => Promise<'begun' | 'known'>;
  /** Whether the trail holds this evidence already; reads every report of that name, of any session. */
  readonly holds: (attestation: Attestation) => Promise<boolean>;
  /** Adds an attestation. Kosli keeps every one it is sent, so never call it for what the trail holds. */
  readonly attest: (attestation: Attestation) => Promise<void>;
}

const HeldAttestations = v.array(
  v.pipe(
    v.object({ user_data: v.fallback(v.record(v.string(), v.unknown()), {}) }),
    v.transform(({ user_data: userData }) => ({ userData })),
  ),
);

/** `PUT /trails`, `GET` and `POST /attestations` of Kosli's API v2. */
export const kosliTrail = (
  http: KosliHttp,
  { org, flow }: KosliPlace,
  name: string,
  oneListAtATime: LimitFunction,
): KosliTrail => {
  const listed = async (attestationName: string) => {
    const doing = `list what trail "${name}" holds of ${attestationName}`;
    const path = ['attestations', org, flow, 'trail', name, attestationName];
    const { json } = await http({ method: 'get', path, doing });
    const attestations = v.safeParse(HeldAttestations, json);
    // Sending without knowing what is there could leave the same evidence twice.
    if (!attestations.success)
      throw new OutsideUnavailableError(`Kosli's answer could not be read when asked to ${doing}`);
    return attestations.output;
  };
  const holds = (attestation: Attestation) =>
    oneListAtATime(async () => isHeld(attestation, await listed(attestation.name)));
  return {
    begin: async () => {
      const body = () => trailBody(name);
      const { status } = await http({
        method: 'put',
        path: ['trails', org, flow],
        doing: `begin trail "${name}"`,
        body,
      });
      return status === 201 ? 'begun' : 'known';
    },
    holds,
    attest: async (attestation) => {
      await http({
        method: 'post',
        path: ['attestations', org, flow, 'trail', name, 'generic'],
        doing: `attest ${attestation.name} on trail "${name}"`,
        body: () => attestationBody(attestation),
        wasCarriedOut: () => holds(attestation),
      });
    },
  };
};
