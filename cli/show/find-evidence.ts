import type { SessionId } from '../../lambda/session/session-id';
import { unattributedTrailName } from '../../lambda/session/trail-name';
import { findCall } from '../calls/find-call';
import type { Account } from '../deployment/open-account';
import { CommandError } from '../exit-code';
import { evidenceOfCalls, OF_SESSION } from '../kosli/evidence-of-calls';
import type { ListedEvidence } from '../kosli/list-evidence';

/** What Kosli holds of one session. */
export interface FoundEvidence {
  readonly trail: string;
  /** In the order in which Kosli got it. */
  readonly held: readonly ListedEvidence[];
}

export type EvidencePorts = Pick<
  Account,
  'listCalls' | 'traceSessions' | 'now' | 'describeTasks' | 'readEvidence'
>;

const inOrder = (held: readonly ListedEvidence[]): readonly ListedEvidence[] =>
  held.toSorted((one, other) => (one.reportedAt?.getTime() ?? 0) - (other.reportedAt?.getTime() ?? 0));

const whereToLook = (id: SessionId, template: string): string =>
  `Give the trail with --trail: its name is made from "${template}".${template.includes('{sessionId}') ? ` It contains ${id}.` : ''}`;

/** On the trail that the call names, or on the one of sessions that nobody is known to have opened. */
const search = async (
  ports: EvidencePorts,
  trailNameTemplate: string,
  id: SessionId,
): Promise<FoundEvidence> => {
  const call = await findCall(ports, id);
  const opened = call === null ? [] : [call.session];
  const [placed] = await evidenceOfCalls(ports, trailNameTemplate, opened);
  const unattributed = unattributedTrailName(id);
  const ofNobody = await ports.readEvidence(unattributed, OF_SESSION, new Set([id]));
  if (placed !== undefined && placed.held.length > 0)
    return { trail: placed.trail, held: inOrder([...ofNobody, ...placed.held]) };
  if (ofNobody.length > 0) return { trail: unattributed, held: ofNobody };
  if (placed?.certain) return { trail: placed.trail, held: [] };
  throw new CommandError(
    placed === undefined
      ? `Nothing is known of ${id}: event history shows no call that opened it in 90 days (a call appears there some minutes late), and Kosli has no trail "${unattributed}". ${whereToLook(id, trailNameTemplate)}`
      : `The trail of ${id} cannot be told: its name contains the service, which ECS has forgotten, and trail "${placed.trail}" holds nothing of it. ${whereToLook(id, trailNameTemplate)}`,
  );
};

/**
 * What Kosli holds of a session, on the trail that was named, or that the call which opened it leads to.
 *
 * @throws CommandError when the trail cannot be told
 */
export const findEvidence = async (
  ports: EvidencePorts,
  { trailNameTemplate }: { readonly trailNameTemplate: string },
  id: SessionId,
  trail: string | undefined,
): Promise<FoundEvidence> => {
  if (trail === undefined) return search(ports, trailNameTemplate, id);
  const held = await ports.readEvidence(trail, OF_SESSION, new Set([id]));
  if (held.length > 0) return { trail, held };
  throw new CommandError(
    `Trail "${trail}" holds nothing of ${id}, or does not exist. Leave out --trail to have it found by the call that opened the session.`,
  );
};
