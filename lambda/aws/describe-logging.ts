import { type Cluster, DescribeClustersCommand, type ECSClient } from '@aws-sdk/client-ecs';
import pMap from 'p-map';
import type { AuditPorts, ExecLogging } from '../ports';
import { type Time, within } from '../time';
import { toReporterError } from './to-reporter-error';

/** DescribeClusters accepts at most 100 clusters. */
const MAX_CLUSTERS_PER_CALL = 100;

const isSameCluster = ({ clusterArn, clusterName }: Cluster, asked: string): boolean =>
  clusterArn === asked || clusterName === asked || clusterArn?.endsWith(`:cluster/${asked}`) === true;

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ExecuteCommandConfiguration.html */
const loggingOf = ({ configuration }: Cluster): ExecLogging => {
  const { logging, logConfiguration } = configuration?.executeCommandConfiguration ?? {};
  if (logging === 'NONE') return { kind: 'none' };
  if (logging !== 'OVERRIDE') return { kind: 'default' };
  const { s3BucketName, s3KeyPrefix = '' } = logConfiguration ?? {};
  return { kind: 'override', bucket: s3BucketName || null, prefix: s3KeyPrefix };
};

/**
 * Asks ECS how clusters log ECS Exec, up to a hundred a call. A cluster that ECS does not know is an answer; one for which it
 * gives none now, or refuses, has the error.
 */
export const loggingDescriber =
  (ecs: ECSClient, time: Time): AuditPorts['describeLogging'] =>
  async (clusters) => {
    const asked = [...new Set(clusters)];
    const calls = Array.from({ length: Math.ceil(asked.length / MAX_CLUSTERS_PER_CALL) }, (_, call) =>
      asked.slice(call * MAX_CLUSTERS_PER_CALL, (call + 1) * MAX_CLUSTERS_PER_CALL),
    );
    const described = await pMap(
      calls,
      async (group): Promise<readonly (readonly [string, ExecLogging | Error])[]> => {
        try {
          const command = new DescribeClustersCommand({ clusters: group, include: ['CONFIGURATIONS'] });
          const answer = await within(time, ecs.send(command, { abortSignal: time.signal }));
          return group.map((name) => {
            const known = answer.clusters?.find((cluster) => isSameCluster(cluster, name));
            return [name, known === undefined ? { kind: 'no-cluster' } : loggingOf(known)];
          });
        } catch (error) {
          const failure = toReporterError(
            'ECS DescribeClusters',
            error,
            `The function's role needs ecs:DescribeClusters on ${group.slice(0, 3).join(', ')}${group.length > 3 ? ' and others' : ''}.`,
          );
          return group.map((name) => [name, failure]);
        }
      },
      { concurrency: 4 },
    );
    return new Map(described.flat());
  };
