import {
  ClusterNotFoundException,
  DescribeTasksCommand,
  type ECSClient,
  type Task,
} from '@aws-sdk/client-ecs';
import pMap from 'p-map';
import { SetupError } from '../reporter-error';
import { describedService } from '../service/described-service';
import type { Service } from '../service/service';
import type { TaskRef } from '../session/session';
import { type Time, within } from '../time';
import { toReporterError } from './to-reporter-error';

/** DescribeTasks takes 100 tasks of one cluster at the most. */
const TASKS_A_CALL = 100;

const groupsByCluster = (tasks: readonly TaskRef[]): readonly (readonly TaskRef[])[] => {
  const clusters = new Map<string, Map<string, TaskRef>>();
  for (const task of tasks) {
    const group = clusters.get(task.cluster) ?? new Map<string, TaskRef>();
    clusters.set(task.cluster, group.set(task.taskArn, task));
  }
  return [...clusters.values()].flatMap((group) => {
    const all = [...group.values()];
    return Array.from({ length: Math.ceil(all.length / TASKS_A_CALL) }, (_, call) =>
      all.slice(call * TASKS_A_CALL, (call + 1) * TASKS_A_CALL),
    );
  });
};

// Callers may have typed a task id where ECS answers with the ARN.
const names = (task: Task, { taskArn }: TaskRef): boolean =>
  task.taskArn !== undefined && (task.taskArn === taskArn || task.taskArn.endsWith(`/${taskArn}`));

/**
 * Describes tasks, one call for up to a hundred of a cluster. ECS forgets a stopped task after an hour or so, which is an
 * answer (`undescribed`), as is a refusal: the evidence must not wait for what may never be known. A cluster that gives no
 * answer now is an error for its own tasks only.
 *
 * @returns by `taskArn` as asked for; every task has an answer
 */
export const taskDescriber =
  (ecs: ECSClient, time: Time) =>
  async (tasks: readonly TaskRef[]): Promise<ReadonlyMap<string, Service | Error>> => {
    const services = new Map<string, Service | Error>();
    await pMap(
      groupsByCluster(tasks),
      async (group) => {
        const cluster = group[0]?.cluster;
        const described = await describeGroup(ecs, time, cluster, group);
        for (const task of group) services.set(task.taskArn, described(task));
      },
      { concurrency: 4 },
    );
    return services;
  };

const describeGroup = async (
  ecs: ECSClient,
  time: Time,
  cluster: string | undefined,
  group: readonly TaskRef[],
): Promise<(task: TaskRef) => Service | Error> => {
  try {
    const ask = new DescribeTasksCommand({ cluster, tasks: group.map(({ taskArn }) => taskArn) });
    const answer = await within(time, ecs.send(ask, { abortSignal: time.signal }));
    return (task) => {
      const known = answer.tasks?.find((candidate) => names(candidate, task));
      return known !== undefined
        ? describedService(known, task)
        : {
            kind: 'undescribed',
            task,
            note: 'ECS no longer knows the task (it forgets stopped tasks after about an hour)',
          };
    };
  } catch (error) {
    if (error instanceof ClusterNotFoundException) {
      return (task) => ({ kind: 'undescribed', task, note: 'its cluster no longer exists' });
    }
    const failure = toReporterError(
      'ECS DescribeTasks',
      error,
      `The function's role needs ecs:DescribeTasks on the tasks of ${cluster}.`,
    );
    if (!(failure instanceof SetupError)) return () => failure;
    return (task) => ({ kind: 'undescribed', task, note: failure.message });
  }
};
