import type { ClusterFacts } from './look/clusters';

/** Where shells may be opened: the tasks of a service, or tasks besides. */
export interface Shells {
  readonly name: string;
  readonly taskDefinition: string;
  /** In place of the role of the task definition; null for that. */
  readonly role: string | null;
}

/** The services in which shells may be opened. */
export const execServices = ({ services }: ClusterFacts) =>
  'seen' in services ? services.seen.filter(({ execEnabled }) => execEnabled) : [];

/** Running tasks in which shells may be opened, besides those of such services: each kind once. */
export const looseTasks = (cluster: ClusterFacts): readonly Shells[] => {
  const { tasks } = cluster;
  if ('unseen' in tasks) return [];
  const on = new Set(execServices(cluster).map(({ name }) => name));
  const loose = tasks.seen.tasks
    .filter(({ service }) => service === null || !on.has(service))
    .map(({ family, service, taskDefinition, role }) => ({
      // Turning ECS Exec off leaves the tasks of a service as they are until it is deployed again.
      name: service === null ? `${family} (a task of its own)` : `${service} (tasks from before it was off)`,
      taskDefinition,
      role,
    }));
  return [...new Map(loose.map((one) => [JSON.stringify(one), one])).values()];
};

/** Everything in a cluster that a shell may be opened in. */
export const shellsIn = (cluster: ClusterFacts): readonly Shells[] => [
  ...execServices(cluster).map(({ name, taskDefinition }) => ({ name, taskDefinition, role: null })),
  ...looseTasks(cluster),
];
