import { ACCOUNT_ID, REGION } from '../../../stand-ins/account';
import type { ExecConfiguration } from '../../../stand-ins/aws/ecs';
import { serviceTask } from '../../../stand-ins/recorded-session/task';
import { BUCKET } from '../../../stand-ins/stage';
import type { Random } from '../engine/random';

/** A cluster, how it logs, and why a session in it has no transcript where that follows from it. */
export interface Cluster {
  readonly name: string;
  readonly arn: string;
  readonly logging: ExecConfiguration;
  readonly cause: 'logging-none' | 'logging-default' | 'no-s3' | 'other-bucket' | null;
}

/** A task that runs, and the service it belongs to. */
export interface PlacedTask {
  readonly cluster: Cluster;
  readonly fate: Fate;
  readonly id: string;
  readonly arn: string;
  readonly service: string;
  readonly described: ReturnType<typeof serviceTask>;
  readonly taskRoleArn: string;
}

/** The role of most tasks. */
export const TASK_ROLE = `arn:aws:iam::${ACCOUNT_ID}:role/exec-task`;
/** A role that may upload nothing. */
export const DENIED_ROLE = `arn:aws:iam::${ACCOUNT_ID}:role/without-uploads`;

const clusterOf = (name: string, logging: ExecConfiguration, cause: Cluster['cause']): Cluster => ({
  name,
  arn: `arn:aws:ecs:${REGION}:${ACCOUNT_ID}:cluster/${name}`,
  logging,
  cause,
});

const toS3 = (name: string): Cluster =>
  clusterOf(
    name,
    { logging: 'OVERRIDE', logConfiguration: { s3BucketName: BUCKET, s3KeyPrefix: name } },
    null,
  );

/** Whose transcripts arrive. */
export const LOGGED: readonly Cluster[] = [toS3('production'), toS3('staging')];
/** Whose transcripts cannot arrive. */
export const UNLOGGED: readonly Cluster[] = [
  clusterOf('silent', { logging: 'NONE' }, 'logging-none'),
  clusterOf('unconfigured', { logging: 'DEFAULT' }, 'logging-default'),
  clusterOf('cloudwatch-only', { logging: 'OVERRIDE', logConfiguration: {} }, 'no-s3'),
  clusterOf(
    'elsewhere',
    { logging: 'OVERRIDE', logConfiguration: { s3BucketName: 'another-bucket', s3KeyPrefix: 'elsewhere' } },
    'other-bucket',
  ),
];

/** What becomes of a task so that its session has no transcript although its cluster logs to S3. */
export type Fate = 'stopped' | 'without-uploads' | 'unclear';

const SERVICES = ['checkout', 'orders', 'search', 'billing', 'mail'];

/** A task in the cluster, of one of its services. */
export const placeTask = (random: Random, cluster: Cluster, fate: Fate = 'unclear'): PlacedTask => {
  const id = random.hex(32);
  const arn = `arn:aws:ecs:${REGION}:${ACCOUNT_ID}:task/${cluster.name}/${id}`;
  const service = random.pick(SERVICES);
  const family = fate === 'without-uploads' ? fate : service;
  const taskDefinitionArn = `arn:aws:ecs:${REGION}:${ACCOUNT_ID}:task-definition/${family}:1`;
  const described = {
    ...serviceTask(arn),
    clusterArn: cluster.arn,
    group: `service:${service}`,
    taskDefinitionArn,
  };
  const taskRoleArn = fate === 'without-uploads' ? DENIED_ROLE : TASK_ROLE;
  return { fate, cluster, id, arn, service, described, taskRoleArn };
};
