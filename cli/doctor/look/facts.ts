import type { BypassCall, OpenedSession } from '../../../lambda/session/session';
import type { DeploymentPlan } from '../plan';
import { allDeeds, neededDeeds, readingDeed } from '../role-deeds';
import { shellsIn } from '../shells';
import { BYPASS_ACTION, suspectsOf } from '../suspects';
import { type BucketFacts, lookAtBucket } from './bucket';
import type { Clients } from './clients';
import { lookAtTrails, type TrailFacts } from './cloudtrail';
import { type ClusterFacts, lookAtClusters } from './clusters';
import { lookAtSenders, type SenderFacts } from './event-rules';
import { type CallHistory, lookAtBypasses, lookAtSessions } from './history';
import { type KeyState, keyOracle } from './keys';
import { type FlowAnswer, lookAtFlow } from './kosli';
import { type LastSessionFacts, lookAtLastSession } from './last-session';
import type { Look } from './look';
import { lookAtOperation, type OperationFacts } from './operation';
import { lookAtPrincipals, type PrincipalFacts } from './principals';
import { type Deed, lookAtRoles, lookAtTaskRoles, type RoleLook } from './roles';
import { isToken, lookAtToken, type ParameterFacts } from './token';

/** Everything that was seen of the account and of Kosli. */
export interface Facts {
  readonly now: Date;
  readonly plan: DeploymentPlan;
  readonly bucket: BucketFacts;
  readonly clusters: Look<readonly ClusterFacts[]>;
  /** By the id that the cluster's configuration has. */
  readonly channelKeys: ReadonlyMap<string, Look<KeyState>>;
  /** By the ARN of a task definition of a service with ECS Exec on. */
  readonly taskRoles: ReadonlyMap<string, Look<string | null>>;
  readonly roles: ReadonlyMap<string, RoleLook>;
  readonly parameter: ParameterFacts;
  /** Null without a token. */
  readonly flow: Look<FlowAnswer> | null;
  readonly trails: Look<readonly TrailFacts[]>;
  readonly sessions: Look<CallHistory<OpenedSession>>;
  readonly bypasses: Look<CallHistory<BypassCall>>;
  readonly principals: Look<PrincipalFacts>;
  /** Roles and users that IAM was asked about, and what would let them past ECS Exec. */
  readonly suspects: ReadonlyMap<string, readonly Deed[]>;
  readonly lastSession: LastSessionFacts;
  /** What may send to the queue; null before deployment. */
  readonly senders: Look<SenderFacts | null> | null;
  /** Null before deployment. */
  readonly operation: OperationFacts | null;
}

/** What is to be looked at, and how. */
export interface Inspection {
  readonly plan: DeploymentPlan;
  readonly clients: Clients;
  readonly now: Date;
  /** Instead of the parameter's. */
  readonly ownToken: string | null;
  readonly createFlow: boolean;
}

const seenOr = <Seen, Other>(looked: Look<Seen>, other: Other): Seen | Other =>
  'seen' in looked ? looked.seen : other;

/** Asks AWS and Kosli. Nothing is changed, but a flow created where that is asked for. */
export const gatherFacts = async (inspection: Inspection): Promise<Facts> => {
  const { plan, clients, now, ownToken, createFlow } = inspection;
  const keys = keyOracle(clients);
  const parameterAndFlow = async () => {
    const parameter = await lookAtToken(clients, plan.kosli.tokenParameter, ownToken);
    const found = seenOr(parameter.token, null);
    const token = found !== null && isToken(found) ? found : null;
    return {
      parameter,
      token,
      flow: token === null ? null : await lookAtFlow(plan.kosli, token, createFlow),
    };
  };
  // Look-ups share one limit of two a second, so they follow one another.
  const history = async () => {
    const sessions = await lookAtSessions(clients);
    return { sessions, bypasses: await lookAtBypasses(clients) };
  };
  const [
    bucket,
    clusters,
    { parameter, token, flow },
    trails,
    { sessions, bypasses },
    operation,
    senders,
    principals,
  ] = await Promise.all([
    lookAtBucket(clients, plan, keys),
    lookAtClusters(clients),
    parameterAndFlow(),
    lookAtTrails(clients),
    history(),
    plan.deployed === null ? null : lookAtOperation(clients, plan.deployed, now),
    plan.deployed === null ? null : lookAtSenders(clients, plan.deployed),
    lookAtPrincipals(clients, BYPASS_ACTION),
  ]);
  const known = seenOr(clusters, []);
  const opened = seenOr(sessions, { calls: [] }).calls;
  const bucketKey = bucket.settings === null ? null : seenOr(bucket.settings.key, null);
  const taskRoles = await lookAtTaskRoles(
    clients,
    known.flatMap((cluster) => shellsIn(cluster).map(({ taskDefinition }) => taskDefinition)),
  );
  const deeds = new Map<string, Deed[]>();
  const ask = (role: string, asked: readonly Deed[]) =>
    deeds.set(role, [...(deeds.get(role) ?? []), ...asked]);
  for (const cluster of known) {
    const needed = allDeeds(neededDeeds(cluster, plan.bucket, bucketKey));
    for (const { taskDefinition, role: own } of shellsIn(cluster)) {
      const role = own ?? seenOr(taskRoles.get(taskDefinition) ?? { seen: null }, null);
      if (role !== null) ask(role, needed);
    }
  }
  const reporter = plan.deployed?.configuration.Role;
  if (reporter !== undefined)
    ask(reporter, [readingDeed(plan.bucket, plan.prefix, reporter.split(':')[1] ?? 'aws')]);
  const suspects = suspectsOf(seenOr(principals, null), opened, known);
  for (const [suspect, bypasses] of suspects) ask(suspect, bypasses);
  const [roles, channelKeys, lastSession] = await Promise.all([
    lookAtRoles(clients, deeds),
    Promise.all(
      [...new Set(known.flatMap(({ keyId }) => keyId ?? []))].map(
        async (id) => [id, await keys(id)] as const,
      ),
    ),
    lookAtLastSession(clients, opened, clusters, plan, flow !== null && 'seen' in flow ? token : null),
  ]);
  return {
    now,
    plan,
    bucket,
    clusters,
    channelKeys: new Map(channelKeys),
    taskRoles,
    roles,
    parameter,
    flow,
    trails,
    sessions,
    bypasses,
    principals,
    suspects,
    lastSession,
    senders,
    operation,
  };
};
