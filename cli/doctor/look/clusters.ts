import {
  type Cluster,
  DescribeClustersCommand,
  DescribeServicesCommand,
  type ExecuteCommandConfiguration,
  ListClustersCommand,
  ListServicesCommand,
} from '@aws-sdk/client-ecs';
import pMap from 'p-map';
import { AT_A_TIME, type Clients } from './clients';
import { type Look, look } from './look';
import { lookAtTasks, type TaskFacts } from './tasks';

/** A service, and whether shells may be opened in its tasks. */
export interface ServiceFacts {
  readonly name: string;
  readonly taskDefinition: string;
  readonly execEnabled: boolean;
}

/** A cluster, and how it logs ECS Exec. */
export interface ClusterFacts {
  readonly name: string;
  readonly arn: string;
  readonly logging: 'NONE' | 'DEFAULT' | 'OVERRIDE';
  /** The bucket of the logging configuration, if it has one. */
  readonly bucket: string | null;
  readonly prefix: string;
  /** Whether a session starts only if the bucket's encryption can be seen to be on. */
  readonly checksEncryption: boolean;
  /** The key of the data channel. */
  readonly keyId: string | null;
  /** All of its configuration of ECS Exec. */
  readonly configured: ExecuteCommandConfiguration;
  readonly services: Look<readonly ServiceFacts[]>;
  readonly tasks: Look<TaskFacts>;
}

/** As many as DescribeClusters and DescribeServices accept. */
const CLUSTERS_PER_CALL = 100;
const SERVICES_PER_CALL = 10;
const LISTED_PER_CALL = 100;

const inGroups = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, group) =>
    items.slice(group * size, (group + 1) * size),
  );

/** Every page of a list, to its end. */
const allPages = async <Item>(
  ask: (nextToken: string | undefined) => Promise<{ items: readonly Item[]; next: string | undefined }>,
): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let next: string | undefined;
  do {
    const page = await ask(next);
    items.push(...page.items);
    next = page.next;
  } while (next !== undefined);
  return items;
};

type Ecs = Pick<Clients, 'ecs'>;

const listServices = async ({ ecs }: Ecs, cluster: string): Promise<readonly ServiceFacts[]> => {
  const arns = await allPages(async (nextToken) => {
    const page = await ecs.send(new ListServicesCommand({ cluster, nextToken, maxResults: LISTED_PER_CALL }));
    return { items: page.serviceArns ?? [], next: page.nextToken };
  });
  const described = await pMap(
    inGroups(arns, SERVICES_PER_CALL),
    (services) => ecs.send(new DescribeServicesCommand({ cluster, services: [...services] })),
    { concurrency: 2 },
  );
  return described
    .flatMap(({ services = [] }) => services)
    .map(({ serviceName = '', taskDefinition = '', enableExecuteCommand = false }) => ({
      name: serviceName,
      taskDefinition,
      execEnabled: enableExecuteCommand,
    }));
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ExecuteCommandConfiguration.html */
const clusterFacts = (
  cluster: Cluster,
  services: ClusterFacts['services'],
  tasks: ClusterFacts['tasks'],
): ClusterFacts => {
  const configured = cluster.configuration?.executeCommandConfiguration ?? {};
  const { logging = 'DEFAULT', logConfiguration, kmsKeyId } = configured;
  const used = logging === 'OVERRIDE' ? logConfiguration : undefined;
  return {
    name: cluster.clusterName ?? '',
    arn: cluster.clusterArn ?? '',
    logging,
    bucket: used?.s3BucketName || null,
    prefix: used?.s3KeyPrefix ?? '',
    checksEncryption: used?.s3EncryptionEnabled === true,
    keyId: kmsKeyId || null,
    configured,
    services,
    tasks,
  };
};

/** Looks at every active cluster of the region and its services, in as few calls as ECS allows. */
export const lookAtClusters = async (clients: Ecs): Promise<Look<readonly ClusterFacts[]>> => {
  const { ecs } = clients;
  const found = await look('the clusters', 'ecs:ListClusters and ecs:DescribeClusters', async () => {
    const arns = await allPages(async (nextToken) => {
      const page = await ecs.send(new ListClustersCommand({ nextToken, maxResults: LISTED_PER_CALL }));
      return { items: page.clusterArns ?? [], next: page.nextToken };
    });
    const answers = await pMap(
      inGroups(arns, CLUSTERS_PER_CALL),
      (clusters) =>
        ecs.send(new DescribeClustersCommand({ clusters: [...clusters], include: ['CONFIGURATIONS'] })),
      { concurrency: 2 },
    );
    return answers.flatMap(({ clusters = [] }) => clusters);
  });
  if ('unseen' in found) return found;
  const clusters = await pMap(
    found.seen,
    async (cluster) => {
      const { clusterArn = '' } = cluster;
      const services = await look(
        'the services of the cluster',
        'ecs:ListServices and ecs:DescribeServices',
        () => listServices(clients, clusterArn),
      );
      return clusterFacts(cluster, services, await lookAtTasks(clients, clusterArn));
    },
    { concurrency: AT_A_TIME },
  );
  return { seen: clusters.toSorted((one, other) => (one.name < other.name ? -1 : 1)) };
};
