import { type Finding, findingKinds } from '../finding';
import { listed } from '../listed';
import type { ClusterFacts } from '../look/clusters';
import type { Facts } from '../look/facts';
import { execServices, looseTasks, shellsIn } from '../shells';
import { unseenOf } from './unseen';

export const SERVICES = findingKinds('services', {
  'exec-on': ['ok', 'ECS Exec is on in {on} of {all} services: {names}'],
  'exec-off': ['ok', 'ECS Exec is off in {all} services'],
  'exec-in-tasks': ['ok', 'ECS Exec is on in running tasks besides: {names}'],
  'tasks-not-looked': [
    'note',
    'not looked at: running tasks after the first {read}; only those of services with ECS Exec on are known',
  ],
  'exec-nowhere': [
    'note',
    'ECS Exec is on in no service and no running task: there will be no session',
    null,
    'aws ecs update-service --region {region} --cluster CLUSTER --service SERVICE --enable-execute-command --force-new-deployment',
  ],
});

const MAX_NAMES = 5;

const servicesOf = (cluster: ClusterFacts): readonly Finding[] => {
  const { name, services } = cluster;
  if ('unseen' in services) return unseenOf(SERVICES.about, name, services);
  const all = services.seen.length;
  const on = execServices(cluster).map((service) => service.name);
  if (on.length === 0) return [SERVICES.tell('exec-off', name, { all })];
  return [SERVICES.tell('exec-on', name, { on: on.length, all, names: listed(on, MAX_NAMES) })];
};

const tasksOf = (cluster: ClusterFacts): readonly Finding[] => {
  const { name, tasks } = cluster;
  if ('unseen' in tasks) return unseenOf(SERVICES.about, name, tasks);
  const names = [...new Set(looseTasks(cluster).map((one) => one.name))];
  const { read, more } = tasks.seen;
  return [
    ...(names.length === 0
      ? []
      : [SERVICES.tell('exec-in-tasks', name, { names: listed(names, MAX_NAMES) })]),
    ...(more ? [SERVICES.tell('tasks-not-looked', name, { read })] : []),
  ];
};

/** In which services, and tasks besides, shells can be opened. */
export const checkServices = ({ clusters, plan }: Facts): readonly Finding[] => {
  if ('unseen' in clusters || clusters.seen.length === 0) return [];
  const findings = clusters.seen.flatMap((cluster) => [...servicesOf(cluster), ...tasksOf(cluster)]);
  const isNowhere = clusters.seen.every(
    (cluster) => shellsIn(cluster).length === 0 && 'seen' in cluster.services && 'seen' in cluster.tasks,
  );
  return isNowhere
    ? [...findings, SERVICES.tell('exec-nowhere', plan.region, { region: plan.region })]
    : findings;
};
