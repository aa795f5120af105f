import { DescribeTasksCommand, ListTasksCommand } from '@aws-sdk/client-ecs';
import type { Clients } from './clients';
import { type Look, look } from './look';

/** A running task in which shells may be opened. */
export interface ExecTask {
  readonly family: string;
  readonly taskDefinition: string;
  /** Null for a task that was started by itself. */
  readonly service: string | null;
  /** The role it was started with, in place of that of its task definition. */
  readonly role: string | null;
}

/** The running tasks of a cluster with ECS Exec on, as far as they were looked at. */
export interface TaskFacts {
  readonly tasks: readonly ExecTask[];
  /** How many running tasks were looked at. */
  readonly read: number;
  readonly more: boolean;
}

/** As many as ListTasks and DescribeTasks have at a time. */
const PER_CALL = 100;
const MAX_PAGES = 5;
const SERVICE = 'service:';

const familyOf = (taskDefinition: string): string => /\/([^/:]+):\d+$/.exec(taskDefinition)?.[1] ?? '';

const describe = async (
  { ecs }: Pick<Clients, 'ecs'>,
  cluster: string,
  tasks: readonly string[],
): Promise<readonly ExecTask[]> => {
  if (tasks.length === 0) return [];
  const { tasks: described = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: [...tasks] }));
  return described
    .filter(({ enableExecuteCommand }) => enableExecuteCommand)
    .map(({ taskDefinitionArn: taskDefinition = '', group = '', overrides }) => ({
      family: familyOf(taskDefinition),
      taskDefinition,
      service: group.startsWith(SERVICE) ? group.slice(SERVICE.length) : null,
      role: overrides?.taskRoleArn || null,
    }));
};

/** Looks at the running tasks of a cluster, 500 at most. */
export const lookAtTasks = (clients: Pick<Clients, 'ecs'>, cluster: string): Promise<Look<TaskFacts>> =>
  look('the tasks of the cluster', 'ecs:ListTasks and ecs:DescribeTasks', async () => {
    const tasks: ExecTask[] = [];
    let read = 0;
    let nextToken: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const listed = await clients.ecs.send(
        new ListTasksCommand({ cluster, nextToken, maxResults: PER_CALL, desiredStatus: 'RUNNING' }),
      );
      const arns = listed.taskArns ?? [];
      read += arns.length;
      tasks.push(...(await describe(clients, cluster, arns)));
      nextToken = listed.nextToken;
      if (nextToken === undefined) break;
    }
    return { tasks, read, more: nextToken !== undefined };
  });
