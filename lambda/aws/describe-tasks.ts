import {
  ClusterNotFoundException,
  DescribeTasksCommand,
  type ECSClient,
  type Task,
} from '@aws-sdk/client-ecs';
import pMap from 'p-map';
import type { Journal } from '../ports';
import { SetupError } from '../reporter-error';
import { describedService } from '../service/described-service';
import type { Service } from '../service/service';
import type { TaskRef } from '../session/session';
import { type Time, within } from '../time';
import { toReporterError } from './to-reporter-error';

/** DescribeTasks accepts at most 100 tasks of one cluster. */
const MAX_TASKS_PER_CALL = 100;

const groupsByCluster = (tasks: readonly TaskRef[]): readonly (readonly TaskRef[])[] => {
  const clusters = new Map<string, Map<string, TaskRef>>();
  for (const task of tasks) {
    const group = clusters.get(task.cluster) ?? new Map<string, TaskRef>();
    clusters.set(task.cluster, group.set(task.taskArn, task));
  }
  return [...clusters.values()].flatMap((group) => {
    const all = [...group.values()];
    return Array.from({ length: Math.ceil(all.length / MAX_TASKS_PER_CALL) }, (_, call) =>
      all.slice(call * MAX_TASKS_PER_CALL, (call + 1) * MAX_TASKS_PER_CALL),
    );
  });
};

// The caller may have typed a task id; ECS always answers with the ARN.
const isSameTask = (task: Task, { taskArn }: TaskRef): boolean =>
  task.taskArn !== undefined && (task.taskArn === taskArn || task.taskArn.endsWith(`/${taskArn}`));

/**
 * Describes tasks, up to a hundred of a cluster per call. ECS forgets a stopped task after about an hour, which is an answer
 * (`undescribed`), as is a refusal: the evidence must not wait for what may never be known. A cluster for which ECS gives no
 * answer now is an error for its own tasks only.
 *
 * @param refused is told of every task that may not be described
 * @returns a result for every task, by `taskArn` as requested
 */
export const taskDescriber =
  (ecs: ECSClient, time: Time, refused: Journal['refused']) =>
  async (tasks: readonly TaskRef[]): Promise<ReadonlyMap<string, Service | Error>> => {
    const services = new Map<string, Service | Error>();
    const note = (answer: ReadonlyMap<TaskRef, Service | Error>) => {
      for (const [{ taskArn }, service] of answer) services.set(taskArn, service);
    };
    const describe = async (group: readonly TaskRef[]): Promise<void> => {
      const answer = await describeGroup(ecs, time, group);
      if (!(answer instanceof SetupError)) return note(answer);
      // One task that may not be described has the whole call refused, so each is asked for alone.
      if (group.length > 1) return describeAll(group.map((task) => [task]));
      refused(answer);
      note(new Map(group.map((task) => [task, { kind: 'undescribed', task, note: answer.message }])));
    };
    const describeAll = async (groups: readonly (readonly TaskRef[])[]): Promise<void> => {
      await pMap(groups, describe, { concurrency: 4 });
    };
    await describeAll(groupsByCluster(tasks));
    return services;
  };

const FORGOTTEN = 'ECS no longer knows the task (it forgets stopped tasks after about an hour)';

/** One call: a result for each of its tasks, or the refusal of all. */
const describeGroup = async (
  ecs: ECSClient,
  time: Time,
  group: readonly TaskRef[],
): Promise<ReadonlyMap<TaskRef, Service | Error> | SetupError> => {
  const cluster = group[0]?.cluster;
  const each = (result: (task: TaskRef) => Service | Error) =>
    new Map(group.map((task) => [task, result(task)]));
  try {
    const command = new DescribeTasksCommand({ cluster, tasks: group.map(({ taskArn }) => taskArn) });
    const answer = await within(time, ecs.send(command, { abortSignal: time.signal }));
    return each((task) => {
      const known = answer.tasks?.find((candidate) => isSameTask(candidate, task));
      return known === undefined
        ? { kind: 'undescribed', task, note: FORGOTTEN }
        : describedService(known, task);
    });
  } catch (error) {
    if (error instanceof ClusterNotFoundException) {
      return each((task) => ({ kind: 'undescribed', task, note: 'its cluster no longer exists' }));
    }
    const failure = toReporterError(
      'ECS DescribeTasks',
      error,
      `The function's role needs ecs:DescribeTasks on the tasks of ${cluster}.`,
    );
    return failure instanceof SetupError ? failure : each(() => failure);
  }
};
