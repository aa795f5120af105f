import type { SessionId } from '../../../lambda/session/session-id';
import { expectedKey } from '../../../lambda/transcript/expected-place';
import { type Finding, findingKinds } from '../finding';
import type { ClusterFacts } from '../look/clusters';
import type { Facts } from '../look/facts';
import type { DeploymentPlan } from '../plan';
import { shellsIn } from '../shells';
import { unseenOf } from './unseen';

const CONFIGURE =
  'aws ecs update-cluster --region {region} --cluster {cluster} --configuration {configuration}';

export const CLUSTERS = findingKinds('clusters', {
  'no-clusters': ['note', 'there is no cluster in {region}', 'give --region if they are elsewhere'],
  'cluster-logged': ['ok', 'ECS Exec is logged to {place}'],
  'cluster-logging-none': ['error', 'logging of ECS Exec is NONE: no session is recorded', null, CONFIGURE],
  'cluster-logging-default': [
    'error',
    'logging of ECS Exec is DEFAULT: sessions are logged by the awslogs driver at most, and not to S3',
    null,
    CONFIGURE,
  ],
  'cluster-no-s3': ['error', 'ECS Exec is logged to CloudWatch Logs, and not to S3', null, CONFIGURE],
  'cluster-other-bucket': ['error', 'ECS Exec is logged to another bucket: {other}', null, CONFIGURE],
  'cluster-outside-prefix': [
    'error',
    'ECS Exec is logged to "{other}" in the bucket, and only "{prefix}" is looked after',
    null,
    CONFIGURE,
  ],
  'cluster-idle': [
    'note',
    'a session would not be recorded ({how}), but no service or running task here has ECS Exec on',
    null,
    CONFIGURE,
  ],
  'channel-key-usable': ['ok', 'the key of its sessions is enabled'],
  'channel-key-unusable': [
    'error',
    'sessions are encrypted with key {key}, whose state is {state}: none can be opened',
    'turn it on (from PendingDeletion only after aws kms cancel-key-deletion), or give the cluster another kmsKeyId',
    'aws kms enable-key --region {region} --key-id {key}',
  ],
});

const SESSION = 'ecs-execute-command-00000000000000000' as SessionId;

type Wrong = readonly [id: 'none' | 'default' | 'no-s3' | 'other-bucket' | 'outside-prefix', other: string];

const wrongOf = ({ logging, bucket, prefix }: ClusterFacts, plan: DeploymentPlan): Wrong | null => {
  if (logging === 'NONE') return ['none', ''];
  if (logging === 'DEFAULT') return ['default', ''];
  if (bucket === null) return ['no-s3', ''];
  if (bucket !== plan.bucket) return ['other-bucket', bucket];
  return expectedKey(prefix, SESSION).startsWith(plan.prefix) ? null : ['outside-prefix', prefix];
};

const KINDS = {
  none: 'cluster-logging-none',
  default: 'cluster-logging-default',
  'no-s3': 'cluster-no-s3',
  'other-bucket': 'cluster-other-bucket',
  'outside-prefix': 'cluster-outside-prefix',
} as const;

const HOW = {
  none: 'logging is NONE',
  default: 'logging is DEFAULT',
  'no-s3': 'logged to CloudWatch Logs only',
  'other-bucket': 'logged to another bucket',
  'outside-prefix': 'logged outside the prefix',
} as const;

/** As one word of a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Its configuration, which an update replaces as a whole, with the bucket in it. */
const configurationFor = ({ configured }: ClusterFacts, { bucket, prefix }: DeploymentPlan): string => {
  const { logConfiguration, ...kept } = configured;
  const place = { s3BucketName: bucket, ...(prefix !== '' && { s3KeyPrefix: prefix }) };
  const executeCommandConfiguration = {
    ...kept,
    logging: 'OVERRIDE',
    logConfiguration: { ...logConfiguration, ...place },
  };
  return quoted(JSON.stringify({ executeCommandConfiguration }));
};

const loggingOf = (cluster: ClusterFacts, plan: DeploymentPlan): Finding => {
  const { name, bucket, prefix, services, tasks } = cluster;
  const wrong = wrongOf(cluster, plan);
  if (wrong === null)
    return CLUSTERS.tell('cluster-logged', name, {
      place: `s3://${[bucket, prefix].filter(Boolean).join('/')}`,
    });
  const [id, other] = wrong;
  const { region } = plan;
  const wanted = {
    cluster: name,
    configuration: configurationFor(cluster, plan),
    prefix: plan.prefix,
    region,
  };
  // Where services or tasks could not be seen, sessions may be opened.
  const isIdle = 'seen' in services && 'seen' in tasks && !tasks.seen.more && shellsIn(cluster).length === 0;
  return isIdle
    ? CLUSTERS.tell('cluster-idle', name, { ...wanted, how: HOW[id] })
    : CLUSTERS.tell(KINDS[id], name, { ...wanted, other });
};

const channelKeyOf = (
  { name, keyId: key }: ClusterFacts,
  { channelKeys, plan: { region } }: Facts,
): readonly Finding[] => {
  const looked = key === null ? undefined : channelKeys.get(key);
  if (key === null || looked === undefined) return [];
  if ('unseen' in looked) return unseenOf(CLUSTERS.about, name, looked);
  const state = looked.seen ?? 'does not exist';
  return [
    state === 'Enabled'
      ? CLUSTERS.tell('channel-key-usable', name)
      : CLUSTERS.tell('channel-key-unusable', name, { key, state, region }),
  ];
};

/** Whether each cluster uploads the transcripts of its sessions to the bucket. */
export const checkClusters = (facts: Facts): readonly Finding[] => {
  const { clusters, plan } = facts;
  if ('unseen' in clusters) return unseenOf(CLUSTERS.about, plan.region, clusters);
  if (clusters.seen.length === 0) return [CLUSTERS.tell('no-clusters', plan.region, { region: plan.region })];
  return clusters.seen.flatMap((cluster) => [loggingOf(cluster, plan), ...channelKeyOf(cluster, facts)]);
};
