import * as v from 'valibot';
import { AwsError, type JsonServiceServer, operation, serveAwsJson } from './aws-json';

/** A task as ECS describes it; these two fields say which it is. */
export interface Task {
  readonly taskArn: string;
  readonly clusterArn: string;
  readonly [field: string]: unknown;
}

/** ECS, which knows the tasks it was told of and no others. */
export interface Ecs extends JsonServiceServer {
  /** A task that runs, and with it its cluster. */
  readonly run: (task: Task) => void;
  /** ECS forgets a stopped task after an hour or so; its cluster stays. */
  readonly forget: (taskArn: string) => void;
}

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html
const DescribeTasks = v.strictObject({
  cluster: v.optional(v.string(), 'default'),
  tasks: v.array(v.string()),
  include: v.optional(v.array(v.picklist(['TAGS']))),
});

const MAX_TASKS = 100;
const lastSegment = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);

export const openEcs = async (): Promise<Ecs> => {
  const clusters = new Set<string>();
  const running = new Map<string, Task>();
  const server = await serveAwsJson({
    target: 'AmazonEC2ContainerServiceV20141113',
    signedFor: 'ecs',
    operations: {
      DescribeTasks: operation(DescribeTasks, ({ cluster, tasks }) => {
        const [clusterArn] = [...clusters].filter((arn) => arn === cluster || lastSegment(arn) === cluster);
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
  });
  return {
    ...server,
    run: (task) => {
      clusters.add(task.clusterArn);
      running.set(task.taskArn, task);
    },
    forget: (taskArn) => running.delete(taskArn),
  };
};
