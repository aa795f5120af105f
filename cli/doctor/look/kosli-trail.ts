import pMap from 'p-map';
import * as v from 'valibot';
import { EXPECTED_ATTESTATIONS } from '../../../lambda/evidence/expected';
import { listAttestations } from '../../../lambda/kosli/attestation-list';
import { TrailNotFoundError } from '../../../lambda/kosli/kosli-error';
import { kosliHttp } from '../../../lambda/kosli/kosli-http';
import { ReporterError } from '../../../lambda/reporter-error';
import { beginTime } from '../../../lambda/time';
import type { DeploymentPlan } from '../plan';
import type { Look } from './look';

/** When Kosli first got an attestation of each name. */
export type AttestationTimes = ReadonlyMap<string, Date>;

/** A trail of a principal lists all attestations of years. */
const MAX_MS = 60_000;

const Listed = v.object({
  // Seconds.
  created_at: v.number(),
  user_data: v.object({ session_id: v.string() }),
});

/** What a trail holds of a session, of what every session must have. */
export const lookAtAttestations = async (
  place: DeploymentPlan['kosli'],
  token: string,
  trail: string,
  sessionId: string,
): Promise<Look<AttestationTimes>> => {
  const time = beginTime(MAX_MS);
  const read = async () => token;
  const http = kosliHttp(place, { read, refresh: read }, time);
  try {
    const times = await pMap(EXPECTED_ATTESTATIONS, async (name) => {
      const held = await listAttestations({ http, place, time }, trail, name, (listed) =>
        v.is(Listed, listed) && listed.user_data.session_id === sessionId ? listed.created_at : null,
      );
      return held.length === 0 ? [] : [[name, new Date(Math.min(...held) * 1000)] as const];
    });
    return { seen: new Map(times.flat()) };
  } catch (error) {
    if (error instanceof TrailNotFoundError) return { seen: new Map() };
    if (!(error instanceof ReporterError)) throw error;
    const what = `trail ${trail} on Kosli`;
    return { unseen: { what, permission: 'none', why: error.message, denied: false } };
  } finally {
    time.end();
  }
};
