import type { Task } from '../../../stand-ins/aws/ecs';
import { type Operations, Refusal, textIn, textsIn } from './aws-json';
import { DENIED_ROLE, TASK_ROLE } from './iam';

/** How a cluster logs ECS Exec, as `DescribeClusters` shows it. */
export type LoggingConfiguration =
  | { readonly logging: 'NONE' | 'DEFAULT' }
  | {
      readonly logging: 'OVERRIDE';
      readonly logConfiguration: { readonly s3BucketName?: string; readonly s3KeyPrefix?: string };
    };

/** ECS: clusters with their logging, and tasks until they are forgotten. */
export interface Ecs {
  readonly addCluster: (arn: string, executeCommandConfiguration: LoggingConfiguration) => void;
  readonly run: (task: Task) => void;
  readonly forget: (taskArn: string) => void;
  readonly operations: Operations;
}

const lastSegment = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);

export const openEcs = (): Ecs => {
  const clusters = new Map<string, LoggingConfiguration>();
  const tasks = new Map<string, Task>();
  const clusterArnOf = (named: string) =>
    [...clusters.keys()].find((arn) => arn === named || lastSegment(arn) === named);
  return {
    addCluster: (arn, configuration) => {
      clusters.set(arn, configuration);
    },
    run: (task) => {
      tasks.set(lastSegment(task.taskArn), task);
    },
    forget: (taskArn) => {
      tasks.delete(lastSegment(taskArn));
    },
    operations: {
      DescribeTasks: (input) => {
        const clusterArn = clusterArnOf(textIn(input, 'cluster'));
        if (clusterArn === undefined) throw new Refusal('ClusterNotFoundException', 'Cluster not found.');
        const asked = textsIn(input, 'tasks');
        if (asked.length === 0 || asked.length > 100)
          throw new Refusal('InvalidParameterException', 'Between 1 and 100 tasks.');
        const known = (named: string) => {
          const task = tasks.get(lastSegment(named));
          return task?.clusterArn === clusterArn ? task : undefined;
        };
        return {
          tasks: asked.map(known).filter((task) => task !== undefined),
          failures: asked
            .filter((named) => known(named) === undefined)
            .map((arn) => ({ arn, reason: 'MISSING' })),
        };
      },
      // The family of a task definition says which role its tasks have.
      DescribeTaskDefinition: (input) => {
        const taskDefinitionArn = textIn(input, 'taskDefinition');
        const taskRoleArn = taskDefinitionArn.includes('without-uploads') ? DENIED_ROLE : TASK_ROLE;
        return { taskDefinition: { taskDefinitionArn, taskRoleArn, status: 'ACTIVE' } };
      },
      DescribeClusters: (input) => {
        const asked = textsIn(input, 'clusters');
        const found = asked.map(clusterArnOf);
        return {
          clusters: found.flatMap((arn) => {
            const executeCommandConfiguration = arn === undefined ? undefined : clusters.get(arn);
            return arn === undefined || executeCommandConfiguration === undefined
              ? []
              : [
                  {
                    clusterArn: arn,
                    clusterName: lastSegment(arn),
                    status: 'ACTIVE',
                    configuration: { executeCommandConfiguration },
                  },
                ];
          }),
          failures: asked
            .filter((_, at) => found[at] === undefined)
            .map((arn) => ({ arn, reason: 'MISSING' })),
        };
      },
    },
  };
};
