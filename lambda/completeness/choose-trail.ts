import { EXPECTED_ATTESTATIONS } from '../evidence/expected';
import type { SessionId } from '../session/session-id';
import type { AttestationOfSession, SessionOnKosli } from './session-line';

/** A trail that a session may be on, and what that trail holds of it. */
export interface TrailOfSession {
  readonly trail: string;
  /** Whether the session can be nowhere else. */
  readonly certain: boolean;
  /** Oldest first. */
  readonly held: readonly AttestationOfSession[];
}

const namesOn = ({ held }: TrailOfSession): number => new Set(held.map(({ name }) => name)).size;

/**
 * The trail a session is on. Records that disagree name several: it is the one that holds most. A trail that is only guessed
 * counts if it holds everything.
 */
export const chooseTrail = (id: SessionId, trails: readonly TrailOfSession[]): SessionOnKosli => {
  const [best] = trails.toSorted((one, other) => namesOn(other) - namesOn(one));
  return best !== undefined && (best.certain || namesOn(best) === EXPECTED_ATTESTATIONS.length)
    ? { id, trail: best.trail, held: best.held }
    : { id, trail: null, held: [] };
};
