import { DescribeTasksCommand } from '@aws-sdk/client-ecs';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { DescribeSessionsCommand } from '@aws-sdk/client-ssm';
import { describedService } from '../../../lambda/service/described-service';
import type { OpenedSession } from '../../../lambda/session/session';
import { trailName, unattributedTrailName } from '../../../lambda/session/trail-name';
import { expectedKey } from '../../../lambda/transcript/expected-place';
import type { DeploymentPlan } from '../plan';
import type { Clients } from './clients';
import type { ClusterFacts } from './clusters';
import { type AttestationTimes, lookAtAttestations } from './kosli-trail';
import { type Look, look, unlessMissing } from './look';

/** The trail a session should be on, and when Kosli got what is there of it. */
export interface TrailOfSession {
  readonly name: string;
  readonly attestations: Look<AttestationTimes>;
}

/** The last session that is over, followed from the call to Kosli. */
export interface LastSession {
  readonly session: OpenedSession;
  /** When it ended, as far as SSM's session history knows. */
  readonly endedAt: Look<Date | null>;
  /** When its transcript was uploaded; null where there is none, `nowhere` where its cluster uploads none to the bucket. */
  readonly transcript: Look<Date | null | 'nowhere'>;
  /** Null before deployment, without a token, and where the name of the trail cannot be told any more. */
  readonly trail: TrailOfSession | null;
}

/** What was found of the last session. */
export interface LastSessionFacts {
  /** Newer ones whose shell is still open. */
  readonly open: readonly OpenedSession[];
  /** Null where event history shows none that is over. */
  readonly last: LastSession | null;
}

/** Of the newest sessions so many are asked about; if all are open, none is followed. */
const MAX_OPEN = 5;

const clusterName = (cluster: string): string => cluster.slice(cluster.lastIndexOf('/') + 1);

const sessionsOf = async ({ ssm }: Pick<Clients, 'ssm'>, State: 'Active' | 'History', id: string) => {
  const Filters = [{ key: 'SessionId' as const, value: id }];
  return (await ssm.send(new DescribeSessionsCommand({ State, Filters }))).Sessions ?? [];
};

const uploadedAt = async (
  { s3 }: Pick<Clients, 's3'>,
  Bucket: string,
  prefix: string,
  { id }: OpenedSession,
): Promise<Date | null> => {
  const command = new HeadObjectCommand({ Bucket, Key: expectedKey(prefix, id) });
  return (await unlessMissing(s3.send(command), 'NotFound', 'NoSuchKey'))?.LastModified ?? null;
};

const TRANSCRIPT = 'the transcript of the session';
const PERMISSION = 's3:GetObject and s3:ListBucket';

/** Only its cluster says where the transcript is, so nothing is said of one whose cluster was not seen. */
const lookAtTranscript = async (
  clients: Pick<Clients, 's3'>,
  session: OpenedSession,
  clusters: Look<readonly ClusterFacts[]>,
  plan: DeploymentPlan,
): Promise<LastSession['transcript']> => {
  if ('unseen' in clusters) return { unseen: { ...clusters.unseen, what: TRANSCRIPT } };
  const name = clusterName(session.task?.cluster ?? 'default');
  const cluster = clusters.seen.find((one) => one.name === name);
  if (cluster !== undefined && cluster.bucket !== plan.bucket) return { seen: 'nowhere' };
  const found = await look(TRANSCRIPT, PERMISSION, () =>
    uploadedAt(clients, plan.bucket, cluster?.prefix ?? plan.prefix, session),
  );
  if (cluster !== undefined || 'unseen' in found || found.seen !== null) return found;
  const why = `its cluster ${name} is gone, and with it where it uploaded to`;
  return { unseen: { what: TRANSCRIPT, permission: PERMISSION, why, denied: false } };
};

/** The service of a task while ECS still knows it; it is only part of some trail names. */
const serviceOf = async (
  { ecs }: Pick<Clients, 'ecs'>,
  { task }: OpenedSession,
): Promise<string | null | undefined> => {
  if (task === null) return undefined;
  const found = await look('the task', 'ecs:DescribeTasks', async () => {
    const command = new DescribeTasksCommand({ cluster: task.cluster, tasks: [task.taskArn] });
    const [described] = (await ecs.send(command)).tasks ?? [];
    return described === undefined ? undefined : describedService(described, task).serviceName;
  });
  return 'seen' in found ? found.seen : undefined;
};

const lookAtTrail = async (
  clients: Pick<Clients, 'ecs'>,
  session: OpenedSession,
  { kosli, deployed }: DeploymentPlan,
  token: string | null,
): Promise<TrailOfSession | null> => {
  if (deployed === null || token === null) return null;
  const template = deployed.settings.trailNameTemplate;
  const service = template.includes('{service}') ? await serviceOf(clients, session) : null;
  if (service === undefined) return null;
  const expected = trailName(template, session, { sessionId: session.id, serviceName: service });
  const attestations = await lookAtAttestations(kosli, token, expected, session.id);
  if ('unseen' in attestations || attestations.seen.size > 0) return { name: expected, attestations };
  // Where CloudTrail showed the call too late, the session is on a trail of its own.
  const unattributed = unattributedTrailName(session.id);
  const there = await lookAtAttestations(kosli, token, unattributed, session.id);
  return 'seen' in there && there.seen.size > 0
    ? { name: unattributed, attestations: there }
    : { name: expected, attestations };
};

/** Follows the newest session that is over. @param sessions newest first */
export const lookAtLastSession = async (
  clients: Pick<Clients, 'ecs' | 's3' | 'ssm'>,
  sessions: readonly OpenedSession[],
  clusters: Look<readonly ClusterFacts[]>,
  plan: DeploymentPlan,
  token: string | null,
): Promise<LastSessionFacts> => {
  const open: OpenedSession[] = [];
  for (const session of sessions.slice(0, MAX_OPEN)) {
    const isOpen = await look('the open sessions', 'ssm:DescribeSessions', async () => {
      const found = await sessionsOf(clients, 'Active', session.id);
      return found.length > 0;
    });
    if ('seen' in isOpen && isOpen.seen) {
      open.push(session);
      continue;
    }
    const [endedAt, transcript, trail] = await Promise.all([
      look('the end of the session', 'ssm:DescribeSessions', async () => {
        const [ended] = await sessionsOf(clients, 'History', session.id);
        return ended?.EndDate ?? null;
      }),
      lookAtTranscript(clients, session, clusters, plan),
      lookAtTrail(clients, session, plan, token),
    ]);
    return { open, last: { session, endedAt, transcript, trail } };
  }
  return { open, last: null };
};
