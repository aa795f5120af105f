import type { OpenedSession } from '../../lambda/session/session';
import type { ClusterFacts } from './look/clusters';
import type { PrincipalFacts } from './look/principals';
import type { Deed } from './look/roles';
import { shellsIn } from './shells';

/** What opens a shell in a task past ECS Exec, and its logging. */
export const BYPASS_ACTION = 'ssm:StartSession';

/** So many are asked about: IAM answers for one at a time. */
export const MAX_SUSPECTS = 50;
/** Of so many clusters; the answer has an entry for each. */
const MAX_CLUSTERS = 20;
/** Stands for any task of a cluster. */
const TASK_ID = '00000000000000000000000000000000';

const tasksOf = (clusters: readonly ClusterFacts[]): readonly Deed[] =>
  clusters
    .filter((cluster) => shellsIn(cluster).length > 0)
    .slice(0, MAX_CLUSTERS)
    .map(({ arn }) => ({
      action: BYPASS_ACTION,
      resource: `${arn.replace(':cluster/', ':task/')}/${TASK_ID}`,
    }));

const callerOf = ({ principal }: OpenedSession): string | null =>
  principal.sessionIssuerArn ?? (principal.type === 'IAMUser' ? principal.arn : null);

/**
 * Whom IAM is to be asked about, and the right to open a shell past ECS Exec in a task of each cluster where shells can be opened:
 * those who opened the newest sessions, who are people and have reason to, and whomever a policy may allow it.
 *
 * @param principals null where they could not be seen
 */
export const suspectsOf = (
  principals: PrincipalFacts | null,
  sessions: readonly OpenedSession[],
  clusters: readonly ClusterFacts[],
): ReadonlyMap<string, readonly Deed[]> => {
  const deeds = tasksOf(clusters);
  if (deeds.length === 0) return new Map();
  const callers = sessions.flatMap((session) => callerOf(session) ?? []);
  const all = new Set([...callers, ...(principals?.candidates ?? [])]);
  return new Map([...all].slice(0, MAX_SUSPECTS).map((arn) => [arn, deeds]));
};
