import pMap from 'p-map';
import type { AttestationName } from '../../lambda/evidence/attestations';
import { EXPECTED_ATTESTATIONS } from '../../lambda/evidence/expected';
import { placeSessions } from '../../lambda/evidence-of-sessions';
import { groupBy } from '../../lambda/group-by';
import type { Ports } from '../../lambda/ports';
import type { OpenedSession } from '../../lambda/session/session';
import type { ListedEvidence, ReadEvidence } from './list-evidence';

const TRAILS_AT_A_TIME = 8;

/** What a trail may hold of a session: what is expected, and that its transcript was replaced, which is never good news. */
export const OF_SESSION = [
  ...EXPECTED_ATTESTATIONS,
  'transcript-replaced',
] as const satisfies readonly AttestationName[];

/** A session, the trail that its call leads to, and what that holds of it. */
export interface EvidenceOfCall {
  readonly session: OpenedSession;
  readonly trail: string;
  /** Whether the session can be on no other trail. */
  readonly certain: boolean;
  /** Oldest first. */
  readonly held: readonly ListedEvidence[];
}

/**
 * What Kosli holds of sessions that CloudTrail shows, in their order. Each trail is read once.
 *
 * @throws when ECS or Kosli gave no answer
 */
export const evidenceOfCalls = async (
  { readEvidence, describeTasks }: Pick<Ports, 'describeTasks'> & { readonly readEvidence: ReadEvidence },
  trailNameTemplate: string,
  opened: readonly OpenedSession[],
): Promise<readonly EvidenceOfCall[]> => {
  const placed = await placeSessions(
    { describeTasks },
    trailNameTemplate,
    opened.map((session) => ({ session })),
  );
  const held = await pMap(
    groupBy(placed, ({ trail }) => trail),
    async ([trail, ofTrail]) => {
      const ids = new Set<string>(ofTrail.map(({ session }) => session.id));
      return [trail, groupBy(await readEvidence(trail, OF_SESSION, ids), ({ subject }) => subject)] as const;
    },
    { concurrency: TRAILS_AT_A_TIME },
  );
  const byTrail = new Map(held);
  return placed.map((one) => ({ ...one, held: byTrail.get(one.trail)?.get(one.session.id) ?? [] }));
};
