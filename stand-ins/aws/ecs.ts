import * as v from 'valibot';
import { ACCOUNT_ID, REGION } from '../account';
import { AwsError, type JsonService, type JsonServiceServer, operation, serveAwsJson } from './aws-json';

/** A task as ECS describes it; these two fields say which it is. */
export interface Task {
  readonly taskArn: string;
  readonly clusterArn: string;
  readonly [field: string]: unknown;
}

/** `executeCommandConfiguration` of a cluster. */
export interface ExecConfiguration {
  readonly logging?: 'NONE' | 'DEFAULT' | 'OVERRIDE';
  readonly kmsKeyId?: string;
  readonly logConfiguration?: {
    readonly cloudWatchLogGroupName?: string;
    readonly s3BucketName?: string;
    readonly s3KeyPrefix?: string;
    readonly s3EncryptionEnabled?: boolean;
  };
}

/** A service as ECS describes it. */
export interface Service {
  readonly clusterArn: string;
  readonly serviceName: string;
  readonly taskDefinition: string;
  readonly enableExecuteCommand: boolean;
}

/** What can be done to ECS from the outside. */
interface EcsState {
  /** A task that runs, and with it its cluster. */
  readonly run: (task: Task) => void;
  /** A service, over an older one of its name, and with it its cluster. */
  readonly serve: (service: Service) => void;
  readonly removeCluster: (clusterArn: string) => void;
  /** ECS forgets a stopped task after an hour or so; its cluster stays. */
  readonly forget: (taskArn: string) => void;
  /** Says how a cluster logs ECS Exec; one that was never told is not configured. */
  readonly configureExec: (clusterArn: string, configuration: ExecConfiguration) => void;
  /** Registers a task definition, with the role of its tasks if they have one. */
  readonly register: (taskDefinitionArn: string, taskRoleArn: string | null) => void;
}

/** ECS, which knows the tasks it was told of and no others. */
export interface Ecs extends EcsState, JsonServiceServer {}

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html
const DescribeTasks = v.strictObject({
  cluster: v.optional(v.string(), 'default'),
  tasks: v.array(v.string()),
  include: v.optional(v.array(v.picklist(['TAGS']))),
});

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeClusters.html
const DescribeClusters = v.strictObject({
  clusters: v.optional(v.array(v.string()), ['default']),
  include: v.optional(
    v.array(v.picklist(['ATTACHMENTS', 'CONFIGURATIONS', 'SETTINGS', 'STATISTICS', 'TAGS'])),
    [],
  ),
});

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTaskDefinition.html
const DescribeTaskDefinition = v.strictObject({
  taskDefinition: v.string(),
  include: v.optional(v.array(v.picklist(['TAGS']))),
});

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListClusters.html
const page = {
  maxResults: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(100)), 10),
  nextToken: v.optional(v.string()),
};
const ListClusters = v.strictObject(page);

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServices.html
const ListServices = v.strictObject({ ...page, cluster: v.optional(v.string(), 'default') });

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html
const ListTasks = v.strictObject({
  ...page,
  cluster: v.optional(v.string(), 'default'),
  desiredStatus: v.optional(v.picklist(['RUNNING', 'PENDING', 'STOPPED']), 'RUNNING'),
});

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html
const DescribeServices = v.strictObject({
  cluster: v.optional(v.string(), 'default'),
  services: v.pipe(v.array(v.string()), v.minLength(1)),
  include: v.optional(v.array(v.picklist(['TAGS']))),
});

const MAX_SERVICES = 10;
const MAX_TASKS = 100;
const MAX_CLUSTERS = 100;
const clusterArnOf = (name: string) => `arn:aws:ecs:${REGION}:${ACCOUNT_ID}:cluster/${name}`;
const lastSegment = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);

/** One page of a list; the token is where the next one begins. */
const pageOf = <Item>(
  items: readonly Item[],
  { maxResults, nextToken }: { readonly maxResults: number; readonly nextToken?: string | undefined },
) => {
  const from = Number(nextToken ?? 0);
  if (!Number.isInteger(from) || from < 0 || from > items.length)
    throw new AwsError('InvalidParameterException', 'Invalid token.');
  const next = from + maxResults;
  return { items: items.slice(from, next), ...(next < items.length && { nextToken: String(next) }) };
};

const serviceArnOf = ({ clusterArn, serviceName }: Service) =>
  `${clusterArn.replace(':cluster/', ':service/')}/${serviceName}`;

/** ECS without an address. */
export const ecsService = (): EcsState & { readonly service: JsonService } => {
  const clusters = new Set<string>();
  const running = new Map<string, Task>();
  const configurations = new Map<string, ExecConfiguration>();
  const roles = new Map<string, string | null>();
  const services = new Map<string, Service>();
  const clusterOf = (asked: string) =>
    [...clusters].find((arn) => arn === asked || lastSegment(arn) === asked);
  const service: JsonService = {
    target: 'AmazonEC2ContainerServiceV20141113',
    signedFor: 'ecs',
    operations: {
      ListClusters: operation(ListClusters, (asked) => {
        const { items, ...more } = pageOf([...clusters], asked);
        return { clusterArns: items, ...more };
      }),
      ListServices: operation(ListServices, ({ cluster, ...asked }) => {
        const clusterArn = clusterOf(cluster);
        if (clusterArn === undefined) throw new AwsError('ClusterNotFoundException', 'Cluster not found.');
        const here = [...services.values()].filter((service) => service.clusterArn === clusterArn);
        const { items, ...more } = pageOf(here, asked);
        return { serviceArns: items.map(serviceArnOf), ...more };
      }),
      ListTasks: operation(ListTasks, ({ cluster, desiredStatus, ...asked }) => {
        const clusterArn = clusterOf(cluster);
        if (clusterArn === undefined) throw new AwsError('ClusterNotFoundException', 'Cluster not found.');
        const here = [...running.values()].filter(
          (task) => task.clusterArn === clusterArn && (task.desiredStatus ?? 'RUNNING') === desiredStatus,
        );
        const { items, ...more } = pageOf(here, asked);
        return { taskArns: items.map(({ taskArn }) => taskArn), ...more };
      }),
      DescribeServices: operation(DescribeServices, ({ cluster, services: asked }) => {
        const clusterArn = clusterOf(cluster);
        if (clusterArn === undefined) throw new AwsError('ClusterNotFoundException', 'Cluster not found.');
        if (asked.length > MAX_SERVICES)
          throw new AwsError('InvalidParameterException', `Services cannot exceed ${MAX_SERVICES} items.`);
        const known = (name: string) => services.get(`${clusterArn} ${lastSegment(name)}`);
        return {
          services: asked
            .flatMap((name) => known(name) ?? [])
            .map((service) => ({ ...service, serviceArn: serviceArnOf(service), status: 'ACTIVE' })),
          failures: asked
            .filter((name) => known(name) === undefined)
            .map((arn) => ({ arn, reason: 'MISSING' })),
        };
      }),
      DescribeClusters: operation(DescribeClusters, ({ clusters: asked, include }) => {
        if (asked.length > MAX_CLUSTERS)
          throw new AwsError('InvalidParameterException', `Clusters cannot exceed ${MAX_CLUSTERS} items.`);
        const describe = (clusterArn: string) => {
          const executeCommandConfiguration = configurations.get(clusterArn);
          return {
            clusterArn,
            clusterName: lastSegment(clusterArn),
            status: 'ACTIVE',
            ...(include.includes('CONFIGURATIONS') &&
              executeCommandConfiguration && { configuration: { executeCommandConfiguration } }),
          };
        };
        return {
          clusters: asked.flatMap((name) => clusterOf(name) ?? []).map(describe),
          failures: asked
            .filter((name) => clusterOf(name) === undefined)
            .map((name) => ({
              arn: name.startsWith('arn:') ? name : clusterArnOf(name),
              reason: 'MISSING',
            })),
        };
      }),
      DescribeTaskDefinition: operation(DescribeTaskDefinition, ({ taskDefinition }) => {
        const taskRoleArn = roles.get(taskDefinition);
        if (taskRoleArn === undefined)
          throw new AwsError('ClientException', 'Unable to describe task definition.');
        return {
          taskDefinition: {
            taskDefinitionArn: taskDefinition,
            ...(taskRoleArn !== null && { taskRoleArn }),
          },
        };
      }),
      DescribeTasks: operation(DescribeTasks, ({ cluster, tasks }) => {
        const clusterArn = clusterOf(cluster);
        if (clusterArn === undefined) throw new AwsError('ClusterNotFoundException', 'Cluster not found.');
        if (tasks.length === 0) throw new AwsError('InvalidParameterException', 'Tasks cannot be empty.');
        if (tasks.length > MAX_TASKS)
          throw new AwsError('InvalidParameterException', `Tasks cannot exceed ${MAX_TASKS} items.`);
        const known = (asked: string) =>
          [...running.values()].find(
            (task) =>
              task.clusterArn === clusterArn &&
              (task.taskArn === asked || lastSegment(task.taskArn) === asked),
          );
        return {
          tasks: tasks.map(known).filter((task) => task !== undefined),
          failures: tasks
            .filter((asked) => known(asked) === undefined)
            .map((asked) => ({
              arn: asked.startsWith('arn:') ? asked : `${clusterArn.replace(':cluster/', ':task/')}/${asked}`,
              reason: 'MISSING',
            })),
        };
      }),
    },
  };
  return {
    service,
    run: (task) => {
      clusters.add(task.clusterArn);
      running.set(task.taskArn, task);
    },
    serve: (one) => {
      clusters.add(one.clusterArn);
      services.set(`${one.clusterArn} ${one.serviceName}`, one);
    },
    removeCluster: (clusterArn) => clusters.delete(clusterArn),
    forget: (taskArn) => running.delete(taskArn),
    configureExec: (clusterArn, configuration) => {
      clusters.add(clusterArn);
      configurations.set(clusterArn, configuration);
    },
    register: (taskDefinitionArn, taskRoleArn) => roles.set(taskDefinitionArn, taskRoleArn),
  };
};

export const openEcs = async (): Promise<Ecs> => {
  const { service, ...state } = ecsService();
  return { ...(await serveAwsJson(service)), ...state };
};
